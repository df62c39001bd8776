import { fileOf, locate } from './paths';
import { anyInput, object, string } from './schemas';
import { defineStage } from './stage';

export const gunzip = defineStage<{ path: string }>({
  type: 'org.osbuild.gunzip',
  summary: 'Unpack a gzip file',
  options: object({ path: string }, ['path']),
  inputs: object({ file: anyInput }, ['file']),
  tools: ['gunzip'],
  async run(context) {
    const target = locate(context.options.path, context);
    // gunzip names its result after its source.
    const packed = `${target}.studio.gz`;
    await context.run('cp', ['--no-preserve=all', '--', fileOf(context, 'file'), packed], { quiet: true });
    await context.run('gunzip', ['--force', '--no-name', '--', packed]);
    await context.run('mv', ['-T', '--', `${target}.studio`, target], { quiet: true });
  },
});
