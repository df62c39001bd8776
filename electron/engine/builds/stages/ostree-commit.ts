import { inputOf, writeText } from './paths';
import { anyInput, object, string } from './schemas';
import { defineStage, type StageContext } from './stage';

interface Options {
  ref: string;
  os_version?: string;
  parent?: string;
}

function commitArgs(context: StageContext<Options>, repo: string, tree: string): string[] {
  const { ref, os_version: version, parent } = context.options;
  return [
    'commit',
    `--repo=${repo}`,
    `--branch=${ref}`,
    `--tree=dir=${tree}`,
    ...(parent === undefined ? [] : [`--parent=${parent}`]),
    ...(version === undefined ? [] : [`--add-metadata-string=version=${version}`]),
    `--add-metadata-string=rpmostree.inputhash=${context.id}`,
    '--bootable',
    '--fsync=false', // the work folder does not outlive the build
    // The fixed time that programs see otherwise (see run-stage.ts) is not the time of a commit.
    `--timestamp=@${context.sourceEpoch ?? Math.floor(Date.now() / 1000)}`,
  ];
}

/** Commits the input tree into /repo and says in /compose.json which commit it is, as rpm-ostree does. */
export const ostreeCommit = defineStage<Options>({
  type: 'org.osbuild.ostree.commit',
  summary: 'Commit a tree to the OSTree repository',
  options: object({ ref: string, os_version: string, parent: string, 'selinux-label-version': { type: 'integer' } }, [
    'ref',
  ]),
  inputs: object({ tree: anyInput }, ['tree']),
  tools: ['ostree'],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    const repo = `${context.tree}/repo`;
    const { stdout } = await context.run('ostree', commitArgs(context, repo, inputOf(context, 'tree').path));
    const checksum = stdout.trim().split('\n').at(-1) ?? '';
    const { ref, os_version: version, parent } = context.options;
    const compose = {
      ref,
      'ostree-commit': checksum,
      'rpm-ostree-inputhash': context.id,
      ...(version === undefined ? {} : { 'ostree-version': version }),
      ...(parent === undefined ? {} : { 'ostree-parent-commit': parent }),
    };
    await writeText(context, `${context.tree}/compose.json`, `${JSON.stringify(compose)}\n`);
    return { compose };
  },
});
