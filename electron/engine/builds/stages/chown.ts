import { locate } from './paths';
import { boolean } from './schemas';
import { defineStage } from './stage';

interface Options {
  items?: Record<string, { user?: string | number; group?: string | number; recursive?: boolean }>;
}

const isNumber = (name: string | number | undefined): boolean => name === undefined || /^\d+$/.test(String(name));
const who = (pattern: string): object => ({
  oneOf: [
    { type: 'string', pattern },
    { type: 'number', minimum: 0 },
  ],
});

/** Names are those of the tree, so its own chown is asked for them; numbers need none. */
export const chown = defineStage<Options>({
  type: 'org.osbuild.chown',
  summary: "Change files' owners",
  options: {
    type: 'object',
    additionalProperties: false,
    properties: {
      items: {
        type: 'object',
        additionalProperties: false,
        patternProperties: {
          '^\\/(?!\\.\\.)((?!\\/\\.\\.\\/).)+$': {
            type: 'object',
            anyOf: [{ required: ['user'] }, { required: ['group'] }],
            properties: {
              user: who('^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}$'),
              group: who('^[A-Za-z0-9_][A-Za-z0-9_-]{0,31}$'),
              recursive: boolean,
            },
          },
        },
      },
    },
  },
  tools: ['chown'],
  async run(context) {
    for (const [path, { user, group, recursive }] of Object.entries(context.options.items ?? {})) {
      const owner = `${user ?? ''}${group === undefined ? '' : `:${group}`}`;
      const argv = [...(recursive ? ['--recursive'] : []), owner, '--'];
      if (isNumber(user) && isNumber(group)) await context.run('chown', [...argv, locate(path, context)]);
      else await context.run('chown', [...argv, path], { root: 'tree' });
    }
  },
});
