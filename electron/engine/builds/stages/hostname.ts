import { object, string } from './schemas';
import { defineStage } from './stage';

export const hostname = defineStage<{ hostname: string }>({
  type: 'org.osbuild.hostname',
  summary: "Set the machine's name",
  options: object({ hostname: string }, ['hostname']),
  tools: ['systemd-firstboot'],
  async run(context) {
    await context.run('rm', ['-f', `${context.tree}/etc/hostname`], { quiet: true });
    await context.run('systemd-firstboot', [`--root=${context.tree}`, `--hostname=${context.options.hostname}`]);
  },
});
