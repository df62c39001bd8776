import { writeText } from './paths';
import { object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  presets?: { name: string; state: 'enable' | 'disable' }[];
}

export const systemdPreset = defineStage<Options>({
  type: 'org.osbuild.systemd.preset',
  summary: 'Write a systemd preset file',
  options: object({
    presets: {
      type: 'array',
      minItems: 1,
      items: object({ name: string, state: { type: 'string', enum: ['enable', 'disable'] } }, ['name', 'state']),
    },
  }),
  tools: [],
  async run(context) {
    const folder = `${context.tree}/usr/lib/systemd/system-preset`;
    await context.run('mkdir', ['-p', folder], { quiet: true });
    const lines = (context.options.presets ?? []).map(({ name, state }) => `${state} ${name}\n`);
    await writeText(context, `${folder}/50-osbuild.preset`, lines.join(''));
  },
});
