import path from 'node:path';
import { locate, writeText } from './paths';
import { boolean, object, string, strings } from './schemas';
import { setfiles, setfilesArgs } from './selinux-tools';
import { defineStage } from './stage';

interface Options {
  target?: string;
  file_contexts?: string;
  exclude_paths?: string[];
  labels?: Record<string, string>;
  force_autorelabel?: boolean;
}

/** The root that a location lies in, and the path in it: `mount://root/boot` is `/run/…/root` and `/boot`. */
function parts(target: string, located: string): { root: string; inner: string } {
  const inner = /^(?:tree|mount):\/\/[^/]*(\/.*)$/.exec(target)?.[1] ?? '/';
  const normal = path.posix.normalize(inner);
  const plain = located.replace(/\/\.$/, '/');
  const end = plain.length - normal.length;
  return { root: normal === '/' ? plain.replace(/\/$/, '') : plain.slice(0, end), inner: normal };
}

/** Labels files as the tree's policy says, then those that are named. */
export const selinux = defineStage<Options>({
  type: 'org.osbuild.selinux',
  summary: 'Set SELinux labels',
  options: {
    ...object({
      target: { type: 'string', pattern: '^mount://[^/]+/|^tree:///' },
      file_contexts: string,
      exclude_paths: strings,
      labels: { type: 'object' },
      force_autorelabel: boolean,
    }),
    anyOf: [{ required: ['file_contexts'] }, { required: ['labels'] }],
  },
  inputs: { type: 'object' },
  tools: [],
  toolsFor: ({ file_contexts: contexts, labels }) => [
    ...(contexts === undefined ? [] : ['setfiles']),
    ...(labels && Object.keys(labels).length > 0 ? ['setfattr'] : []),
  ],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    const { target = 'tree:///', file_contexts: contexts, exclude_paths: excluded = [], labels = {} } = context.options;
    const { root, inner } = parts(target, locate(target, context));
    if (contexts) {
      const without = excluded.map((one) => path.posix.normalize(`${root}/${inner}/${one}`));
      await setfiles(context, setfilesArgs(locate(contexts, context), root, inner, without));
    }
    for (const [file, label] of Object.entries(labels))
      await context.run('setfattr', ['-n', 'security.selinux', '-v', label, '--', locate(file, context)]);
    // What `fixfiles -F boot` leaves: the first boot sets whole labels, not only their types.
    if (context.options.force_autorelabel) await writeText(context, `${root}/.autorelabel`, '-F');
  },
});
