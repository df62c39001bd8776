import { StudioError } from '../../../../shared/errors';
import { inputOf } from './paths';
import { anyInput, object, string, strings } from './schemas';
import { defineStage } from './stage';

interface Options {
  filename: string;
  cmd?: string[];
  copymeta?: string[];
  format_version?: number;
  labels?: string[];
  max_layers?: number;
}

/** From 2023.2 on the command is one of `rpm-ostree compose`. */
export function isComposeCommand(version: string): boolean {
  const [, year, release] = /Version:\s*'?(\d+)\.(\d+)/.exec(version) ?? [];
  return Number(year) >= 2024 || (Number(year) === 2023 && Number(release) >= 2);
}

/** rpm-ostree's arguments that write a commit of `repo` as a container image at `target`. */
export function encapsulateArgs(options: Options, commit: string, repo: string, target: string): string[] {
  const { cmd = [], copymeta = [], labels = [], format_version: format = 1, max_layers: layers } = options;
  return [
    ...['container-encapsulate', commit, `oci-archive:${target}`, '--format-version', String(format), '--repo', repo],
    ...(cmd.length > 0 ? ['--cmd', cmd.join(' ')] : []),
    ...copymeta.flatMap((name) => ['--copymeta', name]),
    ...labels.flatMap((label) => ['--label', label]),
    ...(layers ? ['--max-layers', String(layers)] : []),
  ];
}

const integer = { type: 'integer' };

export const ostreeEncapsulate = defineStage<Options>({
  type: 'org.osbuild.ostree.encapsulate',
  summary: 'Write a commit as a container image',
  options: object(
    {
      filename: string,
      cmd: strings,
      copymeta: strings,
      format_version: integer,
      labels: strings,
      max_layers: integer,
    },
    ['filename'],
  ),
  inputs: object({ commit: anyInput }, ['commit']),
  tools: ['rpm-ostree'],
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    const { refs, path } = inputOf(context, 'commit');
    const [commit, ...others] = refs.keys();
    if (commit === undefined || others.length > 0)
      throw new StudioError('invalid-input', "The input 'commit' must have exactly one commit.");
    const target = `${context.tree}/${context.options.filename.replace(/^\/+/, '')}`;
    const { stdout } = await context.run('rpm-ostree', ['--version'], { quiet: true });
    const argv = encapsulateArgs(context.options, commit, `${path}/repo`, target);
    await context.run('rpm-ostree', [...(isComposeCommand(stdout) ? ['compose'] : []), ...argv]);
  },
});
