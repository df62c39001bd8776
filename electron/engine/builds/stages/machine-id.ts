import { exists, writeText } from './paths';
import { object } from './schemas';
import { defineStage } from './stage';
import { StudioError } from '../../../../shared/errors';

/** machine-id(5): `uninitialized` makes the first boot a first boot; an empty file does not. */
export const machineId = defineStage<{ 'first-boot': 'yes' | 'no' | 'preserve' }>({
  type: 'org.osbuild.machine-id',
  summary: 'Say whether the first boot is one',
  options: object({ 'first-boot': { enum: ['yes', 'no', 'preserve'] } }, ['first-boot']),
  tools: [],
  async run(context) {
    const file = `${context.tree}/etc/machine-id`;
    const mode = context.options['first-boot'];
    if (mode !== 'preserve') await writeText(context, file, mode === 'yes' ? 'uninitialized\n' : '');
    else if (!(await exists(context, file)))
      throw new StudioError('invalid-input', 'The tree has no /etc/machine-id that could be kept.');
  },
});
