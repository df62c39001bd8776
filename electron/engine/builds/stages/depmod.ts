import { object, strings } from './schemas';
import { defineStage } from './stage';

export const depmod = defineStage<{ kernel: string[] }>({
  type: 'org.ostree-studio.depmod',
  summary: "Index the kernel's modules",
  options: object({ kernel: strings }, ['kernel']),
  tools: ['depmod'],
  async run(context) {
    for (const kernel of context.options.kernel) await context.run('depmod', ['-b', context.tree, kernel]);
  },
});
