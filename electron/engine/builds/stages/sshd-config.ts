import { requireText, rewriteText } from './paths';
import { boolean, object } from './schemas';
import { defineStage } from './stage';

type Value = boolean | number | string;

interface Options {
  config: Record<string, Value>;
}

function valueText(value: Value): string {
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value);
}

/** sshd_config(5) with these keys: the first line of each that is no comment is changed, the others are appended. */
export function sshdConfig(text: string, config: Readonly<Record<string, Value>>): string {
  const left = new Map(Object.entries(config).map(([key, value]) => [key.toLowerCase(), { key, value }]));
  const lines = text.split(/(?<=\n)/).map((line) => {
    const [key = '', current, more] = line.split(/\s+/).filter(Boolean);
    const entry = left.get(key.toLowerCase());
    if (entry === undefined || current === undefined || more !== undefined) return line;
    left.delete(key.toLowerCase());
    // osbuild compares a number with a text, so that line is always written anew.
    const same = current === valueText(entry.value) && typeof entry.value !== 'number';
    return same ? line : `${key} ${valueText(entry.value)}\n`;
  });
  return lines.join('') + [...left.values()].map(({ key, value }) => `${key} ${valueText(value)}\n`).join('');
}

export const sshdConfigStage = defineStage<Options>({
  type: 'org.osbuild.sshd.config',
  summary: 'Configure the SSH server',
  options: object(
    {
      config: object({
        PasswordAuthentication: boolean,
        ChallengeResponseAuthentication: boolean,
        ClientAliveInterval: { type: 'integer' },
        PermitRootLogin: {
          oneOf: [{ type: 'string', enum: ['prohibit-password', 'forced-commands-only'] }, boolean],
        },
      }),
    },
    ['config'],
  ),
  tools: [],
  async run(context) {
    const file = `${context.tree}/etc/ssh/sshd_config`;
    await rewriteText(context, file, sshdConfig(await requireText(context, file), context.options.config));
  },
});
