/** What executes manifests here. */
import type { EngineState } from '../../../shared/builds/types';
import type { Command } from '../command';
import { table } from '../output';

const RIGHTS: Readonly<Record<EngineState['privilege'], string>> = {
  root: 'as root',
  sudo: 'as root, by sudo',
  pkexec: 'as root, after asking for a password',
  'user-namespace': 'without root',
  osbuild: 'without root where the manifest allows it',
  none: '',
};

export const engines: Command = {
  name: 'engines',
  usage: 'engines',
  summary: 'Tell which engines build here, how, and what they cannot do',
  async run({ client, output }) {
    const states = await client.call('builds.engines', undefined);
    for (const { kind, version, usable, limits, privilege } of states) {
      const name = [kind, version].filter(Boolean).join(' ');
      const [line = ''] = table([[name, usable ? `builds ${RIGHTS[privilege]}`.trim() : 'cannot be used']]);
      output.line(line);
      for (const limit of limits) output.line(`  ${limit}`);
    }
    output.value(states);
    return undefined;
  },
};
