import { readText, writeText } from './paths';
import { boolean, number, object, string, strings } from './schemas';
import { defineStage, type StageContext } from './stage';

interface User {
  uid?: number;
  gid?: number;
  groups?: string[];
  description?: string;
  home?: string;
  shell?: string;
  password?: string;
  key?: string;
  keys?: string[];
  expiredate?: number;
  force_password_reset?: boolean;
}

interface Options {
  users?: Record<string, User>;
}

interface Account {
  uid: number;
  gid: number;
  home: string;
}

/** A line of passwd(5). */
async function account(context: StageContext<Options>, name: string): Promise<Account | undefined> {
  const text = (await readText(context, `${context.tree}/etc/passwd`)) ?? '';
  const fields = text.split('\n').map((line) => line.split(':'));
  const found = fields.find(([user]) => user === name);
  return found && { uid: Number(found[2]), gid: Number(found[3]), home: found[5] ?? '/' };
}

function accountArgs(user: User): string[] {
  const option = (flag: string, value: string | number | undefined): string[] =>
    value === undefined ? [] : [flag, String(value)];
  return [
    ...option('--gid', user.gid),
    ...option('--groups', user.groups?.join(',')),
    ...option('--comment', user.description),
    ...option('--shell', user.shell),
    ...option('--password', user.password),
    ...option('--expiredate', user.expiredate),
  ];
}

async function addKeys(context: StageContext<Options>, name: string, keys: readonly string[]): Promise<void> {
  const found = await account(context, name);
  if (!found || keys.length === 0) return;
  const folder = `${context.tree}${found.home}/.ssh`;
  const owner = ['-o', String(found.uid), '-g', String(found.gid)];
  await context.run('install', ['-d', '-m', '0700', ...owner, folder], { quiet: true });
  const file = `${folder}/authorized_keys`;
  const before = (await readText(context, file)) ?? '';
  await writeText(context, file, `${before}${keys.join('\n')}\n`, '0600');
  await context.run('chown', [`${found.uid}:${found.gid}`, file], { quiet: true });
}

async function applyUser(context: StageContext<Options>, name: string, user: User): Promise<void> {
  const { tree } = context;
  const found = await account(context, name);
  const args = accountArgs(user);
  if (found) {
    if (args.length > 0) await context.run('usermod', ['--root', tree, ...args, name]);
  } else {
    const uid = user.uid === undefined ? [] : ['--uid', String(user.uid), '-o'];
    const home = user.home === undefined ? [] : ['--home-dir', user.home];
    const create = user.home === '' ? ['--no-create-home'] : [...home, '--create-home'];
    await context.run('useradd', ['--root', tree, ...uid, ...create, ...args, name]);
  }
  if (user.force_password_reset) await context.run('passwd', ['--root', tree, '--expire', name]);
  await addKeys(
    context,
    name,
    [user.key, ...(user.keys ?? [])].filter((key): key is string => !!key),
  );
}

/** Adds users, or changes those that are there. An empty password lets the user in without one. */
export const users = defineStage<Options>({
  type: 'org.osbuild.users',
  summary: 'Add or change users',
  options: object({
    users: {
      type: 'object',
      additionalProperties: false,
      patternProperties: {
        '^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,255}$': object({
          uid: number,
          gid: number,
          groups: strings,
          description: string,
          home: string,
          shell: string,
          password: string,
          key: string,
          keys: strings,
          expiredate: { type: 'integer' },
          force_password_reset: boolean,
        }),
      },
    },
  }),
  tools: ['useradd', 'usermod', 'passwd'],
  async run(context) {
    for (const [name, user] of Object.entries(context.options.users ?? {})) await applyUser(context, name, user);
  },
});
