import { object, string, strings } from './schemas';
import { defineStage } from './stage';

interface Options {
  enabled_services?: string[];
  disabled_services?: string[];
  masked_services?: string[];
  masked_generators?: string[];
  default_target?: string;
}

export const systemd = defineStage<Options>({
  type: 'org.osbuild.systemd',
  summary: 'Enable, disable and mask systemd units',
  options: object({
    enabled_services: strings,
    disabled_services: strings,
    masked_services: strings,
    masked_generators: strings,
    default_target: string,
  }),
  tools: ['systemctl'],
  async run(context) {
    const { options, tree } = context;
    const systemctl = (verb: string, unit: string): Promise<unknown> =>
      context.run('systemctl', ['--root', tree, verb, '--', unit]);
    for (const unit of options.enabled_services ?? []) await systemctl('enable', unit);
    for (const unit of options.disabled_services ?? []) await systemctl('disable', unit);
    for (const unit of options.masked_services ?? []) await systemctl('mask', unit);
    const generators = options.masked_generators ?? [];
    const folder = `${tree}/etc/systemd/system-generators`;
    if (generators.length > 0) await context.run('mkdir', ['-p', folder], { quiet: true });
    for (const name of generators) await context.run('ln', ['-sf', '/dev/null', `${folder}/${name}`]);
    if (options.default_target !== undefined) await systemctl('set-default', options.default_target);
  },
});
