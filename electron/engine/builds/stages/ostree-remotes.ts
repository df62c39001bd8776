import { object, string, strings } from './schemas';
import { defineStage } from './stage';

interface Remote {
  name: string;
  url: string;
  contenturl?: string;
  branches?: string[];
  gpgkeys?: string[];
  gpgkeypaths?: string[];
}

interface Options {
  repo: string;
  remotes?: Remote[];
}

function addArgs(remote: Remote, repo: string): string[] {
  const paths = remote.gpgkeypaths ?? [];
  const verify =
    paths.length > 0
      ? [`--set=gpgkeypath=${paths.join(';')}`]
      : (remote.gpgkeys ?? []).length > 0
        ? []
        : ['--no-gpg-verify'];
  const content = remote.contenturl === undefined ? [] : [`--set=contenturl=${remote.contenturl}`];
  const { name, url, branches = [] } = remote;
  return ['remote', 'add', '--if-not-exists', ...verify, ...content, name, url, ...branches, `--repo=${repo}`];
}

export const ostreeRemotes = defineStage<Options>({
  type: 'org.osbuild.ostree.remotes',
  summary: 'Add remotes to a repository of the tree',
  options: object(
    {
      repo: string,
      remotes: {
        type: 'array',
        items: object(
          { name: string, url: string, contenturl: string, branches: strings, gpgkeys: strings, gpgkeypaths: strings },
          ['name', 'url'],
        ),
      },
    },
    ['repo'],
  ),
  tools: ['ostree'],
  async run(context) {
    const repo = `${context.tree}/${context.options.repo.replace(/^\//, '')}`;
    for (const remote of context.options.remotes ?? []) {
      await context.run('ostree', addArgs(remote, repo));
      for (const key of remote.gpgkeys ?? [])
        await context.run('ostree', ['remote', 'gpg-import', '--stdin', remote.name, `--repo=${repo}`], { stdin: key });
    }
  },
});
