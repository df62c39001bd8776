import { findDeployment } from './deployments';
import { writeText } from './paths';
import { deployment, number, object, string, type Deployment } from './schemas';
import { defineStage } from './stage';

interface FileSystem {
  device?: string;
  uuid?: string;
  label?: string;
  partlabel?: string;
  path: string;
  vfs_type?: string;
  options?: string;
  freq?: number;
  passno?: number;
}

interface Options {
  filesystems: FileSystem[];
  ostree?: { deployment: Deployment };
}

/** One line of fstab(5). */
export function fstabLine(entry: FileSystem): string {
  const source =
    entry.uuid !== undefined
      ? `UUID=${entry.uuid}`
      : entry.label !== undefined
        ? `LABEL=${entry.label}`
        : entry.partlabel !== undefined
          ? `PARTLABEL=${entry.partlabel}`
          : (entry.device ?? 'none');
  const { path, vfs_type: type = 'none', options = 'defaults', freq = 0, passno = 0 } = entry;
  return [source, path, type, options, freq, passno].join('\t');
}

export const fstab = defineStage<Options>({
  type: 'org.osbuild.fstab',
  summary: 'Write /etc/fstab',
  options: object(
    {
      filesystems: {
        type: 'array',
        items: {
          ...object({
            device: string,
            uuid: string,
            label: string,
            partlabel: string,
            path: string,
            vfs_type: string,
            options: string,
            freq: number,
            passno: number,
          }),
          oneOf: ['device', 'uuid', 'label', 'partlabel'].map((name) => ({ required: [name, 'path'] })),
        },
      },
      ostree: object({ deployment }, ['deployment']),
    },
    ['filesystems'],
  ),
  tools: [],
  async run(context) {
    const { filesystems, ostree } = context.options;
    const root = ostree ? (await findDeployment(context, context.tree, ostree.deployment)).path : context.tree;
    const text = filesystems.map((entry) => `${fstabLine(entry)}\n`).join('');
    await writeText(context, `${root}/etc/fstab`, text);
  },
});
