import { StudioError } from '../../../../shared/errors';
import { iniText, type IniValue } from './ini';
import { writeText } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  unit: string;
  dropin: string;
  config: Record<string, Record<string, IniValue>>;
  'unit-type'?: 'system' | 'global';
}

/** The longest name of a file on Linux. */
export const LONGEST_NAME = 255;
export const environment = {
  type: 'array',
  items: object({ key: { type: 'string', pattern: '^[A-Za-z_][A-Za-z0-9_]*' }, value: string }),
};

/** https://www.freedesktop.org/software/systemd/man/latest/systemd.unit.html */
export const systemdUnit = defineStage<Options>({
  type: 'org.osbuild.systemd.unit',
  summary: 'Write a drop-in file of a systemd unit',
  options: object(
    {
      unit: { type: 'string', pattern: '^[\\w:.\\\\-]+[@]{0,1}[\\w:.\\\\-]*\\.(service|timer)$' },
      dropin: { type: 'string', pattern: '^[\\w.-]{1,250}\\.conf$' },
      config: object({
        Unit: object({ ConditionPathExists: string }),
        Service: object({ Environment: { oneOf: [string, environment] } }),
      }),
      'unit-type': { type: 'string', enum: ['system', 'global'] },
    },
    ['unit', 'dropin', 'config'],
  ),
  tools: [],
  async run(context) {
    const { unit, dropin, config, 'unit-type': type = 'system' } = context.options;
    if (`${unit}.d`.length > LONGEST_NAME)
      throw new StudioError('invalid-input', `The name of the unit '${unit}' is too long for a folder.`);
    const folder = `${context.tree}/usr/lib/systemd/${type === 'global' ? 'user' : 'system'}/${unit}.d`;
    await context.run('mkdir', ['-p', '--', folder], { quiet: true });
    await writeText(context, `${folder}/${dropin}`, iniText(config));
  },
});
