import { locate } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

export const truncate = defineStage<{ filename: string; size: string }>({
  type: 'org.osbuild.truncate',
  summary: 'Create or resize a file',
  options: object({ filename: string, size: string }, ['filename', 'size']),
  tools: ['truncate'],
  async run(context) {
    const { filename, size } = context.options;
    await context.run('truncate', ['--size', size, '--', locate(filename, context)]);
  },
});
