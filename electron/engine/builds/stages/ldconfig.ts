import { object } from './schemas';
import { defineStage } from './stage';

export const ldconfig = defineStage<object>({
  type: 'org.ostree-studio.ldconfig',
  summary: "Write the dynamic linker's cache",
  options: object({}),
  tools: ['ldconfig'],
  async run(context) {
    await context.run('ldconfig', ['-r', context.tree]);
  },
});
