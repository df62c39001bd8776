import { requireText, rewriteText } from './paths';
import { boolean, number, object, PATH_FROM_ROOT, string, strings } from './schemas';
import { defineStage } from './stage';

interface Server {
  hostname: string;
  minpoll?: number;
  maxpoll?: number;
  iburst?: boolean;
  prefer?: boolean;
}
interface Driver {
  name: 'PPS' | 'SHM' | 'SOCK' | 'PHC';
  device?: string;
  path?: string;
  segment?: number;
  perm?: string;
  clear?: boolean;
  nocrossts?: boolean;
  extpps?: boolean;
  pin?: number;
  channel?: number;
}
interface Clock {
  driver: Driver;
  poll?: number;
  dpoll?: number;
  offset?: number;
}
interface Options {
  timeservers?: string[];
  servers?: Server[];
  leapsectz?: string;
  refclocks?: Clock[];
}

const option = (name: string, value: number | undefined): string[] => (value === undefined ? [] : [`${name} ${value}`]);

function serverLine({ hostname, prefer, iburst = true, minpoll, maxpoll }: Server): string {
  const flags = [...(prefer ? ['prefer'] : []), ...(iburst ? ['iburst'] : [])];
  return ['server', hostname, ...flags, ...option('minpoll', minpoll), ...option('maxpoll', maxpoll)].join(' ');
}

/** https://chrony-project.org/doc/latest/chrony.conf.html, refclock */
function clockLine({ driver, poll, dpoll, offset }: Clock): string {
  const flag = (name: 'clear' | 'nocrossts' | 'extpps'): string[] => (driver[name] ? [name] : []);
  const value = (name: 'perm' | 'pin' | 'channel'): string[] =>
    driver[name] === undefined ? [] : [`${name}=${driver[name]}`];
  const details = {
    PPS: [...flag('clear')],
    SHM: [...value('perm')],
    SOCK: [],
    PHC: [...flag('nocrossts'), ...flag('extpps'), ...value('pin'), ...value('channel'), ...flag('clear')],
  }[driver.name];
  const place = driver.device ?? driver.path ?? driver.segment;
  const source = `${driver.name} ${place}${details.length > 0 ? `:${details.join(',')}` : ''}`;
  const general = [...option('poll', poll), ...option('dpoll', dpoll), ...option('offset', offset)];
  return ['refclock', source, ...general].join(' ');
}

/** chrony.conf without its own time sources; the new lines come first. */
export function chronyConf(text: string, options: Options): string {
  const { timeservers = [], servers = [], leapsectz, refclocks = [] } = options;
  const leap = leapsectz === undefined ? /^(server|pool|peer) / : /^(server|pool|peer|leapsectz) /;
  return [
    ...refclocks.map(clockLine),
    ...(leapsectz ? [`leapsectz ${leapsectz}`] : []),
    ...servers.map(serverLine),
    ...timeservers.map((server) => `server ${server} iburst`),
    ...text.split('\n').filter((line) => !leap.test(line)),
  ].join('\n');
}

const integer = { type: 'integer' };
const poll = { type: 'integer', minimum: -6, maximum: 24 };
const named = (name: string): object => ({ type: 'string', enum: [name] });

const DRIVERS = [
  object({ name: named('PPS'), device: PATH_FROM_ROOT, clear: boolean }, ['name', 'device']),
  object({ name: named('SHM'), segment: integer, perm: { type: 'string', pattern: '^[0-7]{4}$' } }, [
    'name',
    'segment',
  ]),
  object({ name: named('SOCK'), path: PATH_FROM_ROOT }, ['name', 'path']),
  object(
    {
      ...{ name: named('PHC'), path: PATH_FROM_ROOT, nocrossts: boolean, extpps: boolean },
      ...{ pin: integer, channel: integer, clear: boolean },
    },
    ['name', 'path'],
  ),
];

export const chrony = defineStage<Options>({
  type: 'org.osbuild.chrony',
  summary: 'Set the time servers (chrony)',
  options: {
    ...object({
      timeservers: strings,
      servers: {
        type: 'array',
        items: object({ hostname: string, minpoll: poll, maxpoll: poll, iburst: boolean, prefer: boolean }, [
          'hostname',
        ]),
      },
      leapsectz: string,
      refclocks: {
        type: 'array',
        items: object({ driver: { oneOf: DRIVERS }, poll: integer, dpoll: integer, offset: number }, ['driver']),
      },
    }),
    minProperties: 1,
  },
  tools: [],
  async run(context) {
    const file = `${context.tree}/etc/chrony.conf`;
    await rewriteText(context, file, chronyConf(await requireText(context, file), context.options));
  },
});
