import { StudioError } from '../../../../shared/errors';
import { iniText, type IniValue } from './ini';
import { writeText } from './paths';
import { boolean, object, string, strings } from './schemas';
import { defineStage } from './stage';
import { environment, LONGEST_NAME } from './systemd-unit';

interface Options {
  filename: string;
  config: Record<string, Record<string, IniValue>>;
  'unit-type'?: 'system' | 'global';
  'unit-path'?: 'usr' | 'etc';
}

const oneOf = (...names: string[]): object => ({ type: 'string', enum: names });
const OUTPUT =
  '^(inherit|null|tty|journal|kmsg|journal\\+console|kmsg\\+console|file:\\/(?!\\.\\.)((?!\\/\\.\\.\\/).)+|' +
  'append:\\/(?!\\.\\.)((?!\\/\\.\\.\\/).)+|truncate:\\/(?!\\.\\.)((?!\\/\\.\\.\\/).)+|socket|fd:.+)$';

const SECTIONS = {
  Unit: object({
    ...{ Description: string, Wants: strings, After: strings, Before: strings, Requires: strings },
    ...{ ConditionPathExists: strings, ConditionPathIsDirectory: strings, DefaultDependencies: boolean },
  }),
  Service: object({
    Type: oneOf('simple', 'exec', 'forking', 'oneshot', 'dbus', 'notify', 'notify-reload', 'idle'),
    ...{ RemainAfterExit: boolean, ExecStartPre: strings, ExecStopPost: strings, ExecStart: strings },
    ...{ Environment: environment, EnvironmentFile: strings },
    StandardOutput: { type: 'string', pattern: OUTPUT },
  }),
  Mount: object({ What: string, Where: string, Type: string, Options: string }, ['What', 'Where']),
  Socket: object({
    ...{ Service: string, ListenStream: string, ListenDatagram: string, ListenSequentialPacket: string },
    ...{ ListenFifo: string, SocketUser: string, SocketGroup: string, SocketMode: string, DirectoryMode: string },
    ...{ Accept: boolean, RuntimeDirectory: string, RemoveOnStop: boolean },
  }),
  Swap: object({ What: string, Priority: { type: 'integer' }, Options: string, TimeoutSec: string }, ['What']),
  Install: object({ WantedBy: strings, RequiredBy: strings }),
};

/** Exactly one of the sections that name a kind; a service needs the others, too. */
const KINDS = ['Service', 'Socket', 'Mount', 'Swap'];
const oneKind = KINDS.map((kind) => ({
  required: kind === 'Service' ? ['Unit', 'Service', 'Install'] : [kind],
  not: { anyOf: KINDS.filter((other) => other !== kind).map((other) => ({ required: [other] })) },
}));

/** A service needs its section `[Service]`, a mount `[Mount]`, and so on. The folder for the unit must exist. */
export const systemdUnitCreate = defineStage<Options>({
  type: 'org.osbuild.systemd.unit.create',
  summary: 'Write a systemd unit',
  options: object(
    {
      filename: { type: 'string', pattern: '^[\\w:.\\\\-]+[@]{0,1}[\\w:.\\\\-]*\\.(service|mount|socket|swap)$' },
      config: { ...object(SECTIONS), oneOf: oneKind },
      'unit-type': oneOf('system', 'global'),
      'unit-path': oneOf('usr', 'etc'),
    },
    ['filename', 'config'],
  ),
  tools: [],
  async run(context) {
    const { filename, config, 'unit-type': type = 'system', 'unit-path': where = 'usr' } = context.options;
    const kind = filename.slice(filename.lastIndexOf('.') + 1);
    const section = `${kind.charAt(0).toUpperCase()}${kind.slice(1)}`;
    if (!(section in config))
      throw new StudioError('invalid-input', `The unit '${filename}' needs a section [${section}].`);
    if (filename.length > LONGEST_NAME)
      throw new StudioError('invalid-input', `The name '${filename}' is too long for a file.`);
    const folder = `${where === 'etc' ? 'etc' : 'usr/lib'}/systemd/${type === 'global' ? 'user' : 'system'}`;
    await writeText(context, `${context.tree}/${folder}/${filename}`, iniText(config));
  },
});
