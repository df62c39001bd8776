import { object } from './schemas';
import { defineStage } from './stage';

export const systemdSysusers = defineStage<object>({
  type: 'org.osbuild.systemd-sysusers',
  summary: 'Create the users and groups that packages declare in sysusers.d',
  options: object({}),
  tools: ['systemd-sysusers'],
  async run(context) {
    await context.run('systemd-sysusers', ['--root', context.tree]);
  },
});
