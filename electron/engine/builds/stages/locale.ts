import { writeText } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

/** Written directly: Debian's systemd-firstboot would put it into /etc/default/locale. */
export const locale = defineStage<{ language: string }>({
  type: 'org.osbuild.locale',
  summary: "Set the system's language",
  options: object({ language: string }, ['language']),
  tools: [],
  async run(context) {
    await writeText(context, `${context.tree}/etc/locale.conf`, `LANG=${context.options.language}\n`);
  },
});
