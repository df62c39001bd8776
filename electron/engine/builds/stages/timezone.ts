import { object, string } from './schemas';
import { defineStage } from './stage';

export const timezone = defineStage<{ zone: string }>({
  type: 'org.osbuild.timezone',
  summary: 'Set the time zone',
  options: object({ zone: string }, ['zone']),
  tools: ['systemd-firstboot'],
  async run(context) {
    await context.run('rm', ['-f', `${context.tree}/etc/localtime`], { quiet: true });
    await context.run('systemd-firstboot', [`--root=${context.tree}`, `--timezone=${context.options.zone}`]);
  },
});
