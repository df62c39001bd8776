import { boolean, number, object } from './schemas';
import { defineStage } from './stage';

interface Options {
  groups?: Record<string, { gid?: number }>;
  force?: boolean;
}

export const groups = defineStage<Options>({
  type: 'org.osbuild.groups',
  summary: 'Add groups',
  options: object({
    groups: {
      type: 'object',
      additionalProperties: false,
      patternProperties: { '^[A-Za-z0-9_.][A-Za-z0-9_.-]{0,31}$': object({ gid: number }) },
    },
    force: boolean,
  }),
  tools: ['groupadd'],
  async run(context) {
    for (const [name, { gid }] of Object.entries(context.options.groups ?? {})) {
      const id = gid ? ['--gid', String(gid)] : [];
      const force = context.options.force ? ['--force'] : [];
      await context.run('groupadd', ['--root', context.tree, ...id, ...force, name]);
    }
  },
});
