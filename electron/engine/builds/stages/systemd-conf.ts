/** Drop-in files of systemd's own services: logind.conf.d(5), journald.conf.d(5). */
import { iniText, type IniValue } from './ini';
import { createText, writeText } from './paths';
import { object, string } from './schemas';
import { defineStage, type JsonSchema, type StageModule } from './stage';

interface Options {
  filename: string;
  config: Record<string, Record<string, IniValue>>;
}

const some = (schema: JsonSchema): JsonSchema => ({ ...schema, minProperties: 1 });

function dropIn(
  name: string,
  summary: string,
  pattern: string,
  config: JsonSchema,
  write: typeof writeText = writeText,
): StageModule {
  return defineStage<Options>({
    type: `org.osbuild.systemd-${name}`,
    summary,
    options: object({ filename: { type: 'string', pattern }, config: some(config) }, ['filename', 'config']),
    tools: [],
    async run(context) {
      const { filename, config: sections } = context.options;
      const folder = `${context.tree}/usr/lib/systemd/${name}.conf.d`;
      await context.run('mkdir', ['-p', '--', folder], { quiet: true });
      await write(context, `${folder}/${filename}`, iniText(sections));
    },
  });
}

const count = { type: 'integer', minimum: 0 };

export const systemdLogind = dropIn(
  'logind',
  'Configure logins (logind)',
  '^[\\w.-]{1,250}\\.conf$',
  object({ Login: some(object({ NAutoVTs: count, ReserveVT: count })) }),
);

export const systemdJournald = dropIn(
  'journald',
  'Configure the journal (journald)',
  '^[a-zA-Z0-9_\\.-]{1,250}\\.conf$',
  object({
    Journal: some(
      object({
        Storage: { type: 'string', enum: ['volatile', 'persistent', 'auto', 'none'] },
        Compress: string,
        SplitMode: { type: 'string', enum: ['uid', 'none'] },
        ...{ MaxFileSec: string, MaxRetentionSec: string, SyncIntervalSec: string },
        Audit: { type: 'string', enum: ['yes', 'no', ''] },
      }),
    ),
  }),
  createText, // a file of that name that is there already is an error
);
