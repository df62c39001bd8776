/** `datetime.datetime` and `datetime.date`, as far as manifests make time stamps with them (local time, no zones). */
import { PyError } from './errors';
import { PyFunction, PyType, type Arguments } from './machine';
import { asInt } from './operators';
import { str } from './text';
import { PyObject, type Value } from './values';

const two = (value: number): string => String(value).padStart(2, '0');

/** A date of a YAML file or an expression; JSON cannot hold it. */
export class PyDate extends PyObject {
  readonly typeName: string = 'date';
  constructor(
    readonly year: number,
    readonly month: number,
    readonly day: number,
  ) {
    super();
  }
  override text(): string {
    return `${String(this.year).padStart(4, '0')}-${two(this.month)}-${two(this.day)}`;
  }
  override repr(): string {
    return `datetime.date(${this.year}, ${this.month}, ${this.day})`;
  }
  override attribute(name: string): Value | undefined {
    if (name === 'isoformat') return new PyFunction(name, () => this.text());
    if (name === 'year' || name === 'month' || name === 'day') return BigInt(this[name]);
    return undefined;
  }
}

/** A point in local time with microseconds. */
export class PyDateTime extends PyDate {
  override readonly typeName = 'datetime';
  constructor(
    private readonly date: Date,
    private readonly micro: number,
  ) {
    super(date.getFullYear(), date.getMonth() + 1, date.getDate());
  }
  static fromTimestamp(seconds: number): PyDateTime {
    const micros = Math.round(seconds * 1e6);
    const whole = Math.floor(micros / 1e6);
    const date = new Date(whole * 1000);
    if (Number.isNaN(date.getTime())) throw new PyError('ValueError', 'year is out of range');
    return new PyDateTime(date, micros - whole * 1e6);
  }
  private iso(separator: string): string {
    const time = [this.date.getHours(), this.date.getMinutes(), this.date.getSeconds()].map(two).join(':');
    const fraction = this.micro === 0 ? '' : `.${String(this.micro).padStart(6, '0')}`;
    return `${super.text()}${separator}${time}${fraction}`;
  }
  override text(): string {
    return this.iso(' ');
  }
  override repr(): string {
    const fields = [this.date.getHours(), this.date.getMinutes(), this.date.getSeconds(), this.micro];
    while (fields.length > 2 && fields.at(-1) === 0) fields.pop();
    return `datetime.datetime(${[this.year, this.month, this.day, ...fields].join(', ')})`;
  }
  override attribute(name: string): Value | undefined {
    switch (name) {
      case 'isoformat':
        return new PyFunction(name, (_m, args) => this.iso(str(args.optional(0, 'sep') ?? 'T')));
      case 'timestamp':
        return new PyFunction(name, () => this.date.getTime() / 1000 + this.micro / 1e6);
      case 'strftime':
        return new PyFunction(name, (_m, args) => this.format(str(args.required(0))));
      case 'date':
        return new PyFunction(name, () => new PyDate(this.year, this.month, this.day));
      case 'hour':
        return BigInt(this.date.getHours());
      case 'minute':
        return BigInt(this.date.getMinutes());
      case 'second':
        return BigInt(this.date.getSeconds());
      case 'microsecond':
        return BigInt(this.micro);
      default:
        return super.attribute(name);
    }
  }
  private format(pattern: string): string {
    const fields: Record<string, string> = {
      Y: String(this.year).padStart(4, '0'),
      m: two(this.month),
      d: two(this.day),
      H: two(this.date.getHours()),
      M: two(this.date.getMinutes()),
      S: two(this.date.getSeconds()),
      y: two(this.year % 100),
      s: String(Math.floor(this.date.getTime() / 1000)),
      f: String(this.micro).padStart(6, '0'),
      '%': '%',
    };
    fields.F = `${fields.Y}-${fields.m}-${fields.d}`;
    fields.T = `${fields.H}:${fields.M}:${fields.S}`;
    return pattern.replace(/%(.)/gs, (all, code: string) => fields[code] ?? all);
  }
}

function number(args: Arguments): number {
  const value = args.required(0);
  const int = asInt(value);
  if (int !== undefined) return Number(int);
  if (typeof value === 'number') return value;
  throw new PyError('TypeError', 'an integer or float is required');
}

const DATE_TIME = new PyType(
  'datetime',
  (_m, args) => {
    const [year = 1, month = 1, day = 1, hour = 0, minute = 0, second = 0] = args.positional.map((v) =>
      Number(asInt(v) ?? 0n),
    );
    return new PyDateTime(new Date(year, month - 1, day, hour, minute, second), 0);
  },
  (value) => value instanceof PyDateTime,
  {
    now: new PyFunction('now', (machine) => PyDateTime.fromTimestamp(machine.host.now())),
    today: new PyFunction('today', (machine) => PyDateTime.fromTimestamp(machine.host.now())),
    utcnow: new PyFunction('utcnow', (machine) =>
      PyDateTime.fromTimestamp(machine.host.now() + offset(machine.host.now())),
    ),
    fromtimestamp: new PyFunction('fromtimestamp', (_m, args) => PyDateTime.fromTimestamp(number(args))),
    utcfromtimestamp: new PyFunction('utcfromtimestamp', (_m, args) =>
      PyDateTime.fromTimestamp(number(args) + offset(number(args))),
    ),
  },
);
function offset(seconds: number): number {
  return new Date(seconds * 1000).getTimezoneOffset() * 60;
}

/** Members of the module. */
export const DATETIME: Readonly<Record<string, Value>> = {
  datetime: DATE_TIME,
  date: new PyType(
    'date',
    (_m, args) => {
      const [year = 1, month = 1, day = 1] = args.positional.map((value) => Number(asInt(value) ?? 0n));
      return new PyDate(year, month, day);
    },
    (value) => value instanceof PyDate,
    {
      today: new PyFunction('today', (machine) => {
        const now = new Date(machine.host.now() * 1000);
        return new PyDate(now.getFullYear(), now.getMonth() + 1, now.getDate());
      }),
    },
  ),
};
