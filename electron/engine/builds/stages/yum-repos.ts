import { iniText } from './ini';
import { createText } from './paths';
import { boolean, object } from './schemas';
import { defineStage } from './stage';

type Repo = Record<string, string | number | boolean | string[]> & { id: string };

interface Options {
  filename: string;
  repos: Repo[];
}

/** The order in which such files are usually written. */
const FIRST = ['name', 'baseurl', 'metalink', 'mirrorlist', 'enabled', 'gpgcheck', 'repo_gpgcheck', 'gpgkey'];

/** dnf.conf(5): booleans are 0 and 1, lists are separated by spaces. */
export function repoFile(repos: readonly Repo[]): string {
  const sections = repos.map(({ id, ...repo }) => {
    const names = [...FIRST.filter((name) => name in repo), ...Object.keys(repo).filter((key) => !FIRST.includes(key))];
    const members = names.map((name) => {
      const value = repo[name];
      const text = Array.isArray(value) ? value.join(' ') : typeof value === 'boolean' ? String(Number(value)) : value;
      return [name, text ?? ''] as const;
    });
    return [id, Object.fromEntries(members)] as const;
  });
  return iniText(Object.fromEntries(sections));
}

const text = { type: 'string', minLength: 1 };
const texts = { type: 'array', minItems: 1, items: text };
const integer = { type: 'integer' };

const repo = {
  ...object({
    id: { type: 'string', pattern: '^[\\w.\\-:]+$' },
    ...{ baseurl: texts, cost: integer, enabled: boolean, gpgkey: texts, metalink: text, mirrorlist: text },
    ...{ module_hotfixes: boolean, name: text, priority: integer, gpgcheck: boolean, repo_gpgcheck: boolean },
    sslverify: boolean,
  }),
  oneOf: ['baseurl', 'metalink', 'mirrorlist'].map((name) => ({ required: ['id', name] })),
};

/** A file of that name that is there already is an error. */
export const yumRepos = defineStage<Options>({
  type: 'org.osbuild.yum.repos',
  summary: 'Add package repositories (DNF)',
  options: object(
    {
      filename: { type: 'string', pattern: '^[\\w.-]{1,250}\\.repo$' },
      repos: { type: 'array', minItems: 1, items: repo },
    },
    ['filename', 'repos'],
  ),
  tools: [],
  async run(context) {
    const folder = `${context.tree}/etc/yum.repos.d`;
    await context.run('mkdir', ['-p', '--', folder], { quiet: true });
    await createText(context, `${folder}/${context.options.filename}`, repoFile(context.options.repos));
  },
});
