import { Document, isSeq } from 'yaml';
import { writeText } from './paths';
import { boolean, object, string } from './schemas';
import { defineStage, type JsonSchema } from './stage';

interface Options {
  filename: string;
  config: Record<string, unknown>;
}

/**
 * The configuration in YAML with sorted keys; `datasource_list` in one line, as cloud-init wants it.
 * https://cloudinit.readthedocs.io/en/latest/reference/base_config_reference.html
 */
export function cloudConfig(config: Readonly<Record<string, unknown>>): string {
  const document = new Document(config, { sortMapEntries: true });
  const sources = document.get('datasource_list');
  if (isSeq(sources)) sources.flow = true;
  return document.toString({ indentSeq: false, flowCollectionPadding: false, lineWidth: 0, singleQuote: true });
}

const some = (schema: JsonSchema): JsonSchema => ({ ...schema, minProperties: 1 });
const open = (properties: Record<string, unknown>): JsonSchema => ({ type: 'object', minProperties: 1, properties });
const handler = object({ type: { type: 'string', enum: ['log', 'print', 'webhook', 'hyperv'] } });

/** /etc/cloud/cloud.cfg.d must be there. */
export const cloudInit = defineStage<Options>({
  type: 'org.osbuild.cloud-init',
  summary: 'Configure cloud-init',
  options: object(
    {
      filename: { type: 'string', pattern: '^[\\w.-]{1,251}\\.cfg$' },
      config: some(
        object({
          ssh_pwauth: boolean,
          system_info: some(object({ default_user: some(object({ name: string })) })),
          reporting: some(object({ logging: handler, telemetry: handler })),
          datasource_list: {
            type: 'array',
            items: { type: 'string', enum: ['Azure', 'Ec2', 'Oracle', 'NoCloud', 'WSL', 'None'] },
          },
          datasource: open({ Azure: open({ apply_network_config: boolean }) }),
          output: open({ init: string, config: string, final: string, all: string }),
          network: open({ config: { type: 'string', enum: ['disabled'] } }),
        }),
      ),
    },
    ['filename', 'config'],
  ),
  tools: [],
  async run(context) {
    const { filename, config } = context.options;
    await writeText(context, `${context.tree}/etc/cloud/cloud.cfg.d/${filename}`, cloudConfig(config));
  },
});
