import { StudioError } from '../../../../shared/errors';
import { deviceOf, locate } from './paths';
import { object } from './schemas';
import { defineStage } from './stage';

const MIB = 1024 * 1024;

export const writeDevice = defineStage<{ from: string }>({
  type: 'org.osbuild.write-device',
  summary: 'Write a file to a device as it is',
  options: object({ from: { type: 'string', pattern: '^input:\\/\\/[^\\/]+\\/' } }, ['from']),
  inputs: { type: 'object' },
  devices: ['device'],
  tools: ['dd', 'blockdev'],
  async run(context) {
    const source = locate(context.options.from, context);
    const device = deviceOf(context, 'device');
    const quiet = { quiet: true };
    const size = Number((await context.run('stat', ['-L', '-c', '%s', '--', source], quiet)).stdout);
    const room = Number((await context.run('blockdev', ['--getsize64', device], quiet)).stdout);
    if (size > room)
      throw new StudioError(
        'invalid-input',
        `The file is larger (${(size / MIB).toFixed(1)} MiB) than the device (${(room / MIB).toFixed(1)} MiB).`,
      );
    await context.run('dd', [`if=${source}`, `of=${device}`, 'bs=1M', 'conv=fsync', 'status=none']);
  },
});
