import { StudioError } from '../../../../shared/errors';
import { readText, writeText } from './paths';
import { object } from './schemas';
import { defineStage } from './stage';

/** Locked accounts for all users or groups of a file; the last change of a password is left out. */
export function shadowLines(text: string, rest: string): string {
  const names = text.split('\n').flatMap((line) => line.split(':')[0] || []);
  return names.map((name) => `${name}:*:${rest}\n`).join('');
}

/** What base-passwd's maintainer script does: the system's users and groups from its masters, all locked. */
export const basePasswd = defineStage<object>({
  type: 'org.ostree-studio.base-passwd',
  summary: "Create Debian's system users and groups",
  options: object({}),
  tools: [],
  async run(context) {
    const masters = `${context.tree}/usr/share/base-passwd`;
    const passwd = await readText(context, `${masters}/passwd.master`);
    const group = await readText(context, `${masters}/group.master`);
    if (passwd === undefined || group === undefined)
      throw new StudioError('invalid-input', 'The package base-passwd is not in the tree.');
    const etc = `${context.tree}/etc`;
    const shadowed = (text: string): string => text.replace(/^([^:]*):\*:/gm, '$1:x:');
    await writeText(context, `${etc}/passwd`, shadowed(passwd));
    await writeText(context, `${etc}/group`, shadowed(group));
    await writeText(context, `${etc}/shadow`, shadowLines(passwd, ':0:99999:7:::'), '0640');
    await writeText(context, `${etc}/gshadow`, shadowLines(group, ':'), '0640');
    const shadowGroup = /^shadow:[^:]*:(\d+):/m.exec(group)?.[1] ?? '0';
    await context.run('chown', [`0:${shadowGroup}`, `${etc}/shadow`, `${etc}/gshadow`], { quiet: true });
  },
});
