/** What `__import__` gives: the few modules that manifests use, and of those only what has no effect on the machine. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { PyError, PyExit } from './errors';
import { DATETIME } from './datetime';
import { parseJson, writeJson, type JsonLayout } from './json';
import { PyFunction, PyType, type Arguments, type Native } from './machine';
import { asInt } from './operators';
import { MAX_TEXT, repr, str } from './text';
import { PyBytes, PyObject, truth, typeName, type Value } from './values';

export class Module extends PyObject {
  readonly typeName = 'module';
  constructor(
    readonly name: string,
    private readonly members: Readonly<Record<string, Value>>,
  ) {
    super();
  }
  override attribute(name: string): Value | undefined {
    return Object.hasOwn(this.members, name) ? this.members[name] : undefined;
  }
  override repr(): string {
    return `<module '${this.name}'>`;
  }
}

function functions(table: Record<string, Native>): Record<string, Value> {
  return Object.fromEntries(Object.entries(table).map(([name, run]) => [name, new PyFunction(name, run)]));
}

/** A UUID; prints in its usual form. */
class Uuid extends PyObject {
  readonly typeName = 'UUID';
  constructor(private readonly hex: string) {
    super();
  }
  override text(): string {
    return this.hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }
  override repr(): string {
    return `UUID('${this.text()}')`;
  }
  override attribute(name: string): Value | undefined {
    if (name === 'hex') return this.hex;
    if (name === 'int') return BigInt(`0x${this.hex}`);
    return name === 'bytes' ? new PyBytes(Buffer.from(this.hex, 'hex')) : undefined;
  }
}

function uuidOf(value: Value): Uuid {
  const hex = str(value)
    .replace(/^urn:uuid:|[{}-]/g, '')
    .toLowerCase();
  if (!/^[0-9a-f]{32}$/.test(hex)) throw new PyError('ValueError', 'badly formed hexadecimal UUID string');
  return new Uuid(hex);
}

function named(hash: string, args: Arguments): Value {
  const space = args.required(0);
  const digest = createHash(hash)
    .update(Buffer.from(str(space).replaceAll('-', ''), 'hex'))
    .update(str(args.required(1)))
    .digest();
  digest[6] = ((digest[6] ?? 0) & 0x0f) | (hash === 'md5' ? 0x30 : 0x50);
  digest[8] = ((digest[8] ?? 0) & 0x3f) | 0x80;
  return new Uuid(digest.subarray(0, 16).toString('hex'));
}

const NAMESPACES = {
  NAMESPACE_DNS: '6ba7b810',
  NAMESPACE_URL: '6ba7b811',
  NAMESPACE_OID: '6ba7b812',
  NAMESPACE_X500: '6ba7b814',
};
const UUID = new Module('uuid', {
  UUID: new PyType(
    'UUID',
    (_m, args) => uuidOf(args.required(0, 'hex')),
    (value) => value instanceof Uuid,
  ),
  ...functions({
    uuid4: (machine) => uuidOf(machine.host.uuid4()),
    uuid3: (_m, args) => named('md5', args),
    uuid5: (_m, args) => named('sha1', args),
  }),
  ...Object.fromEntries(
    Object.entries(NAMESPACES).map(([name, head]) => [name, uuidOf(`${head}9dad11d180b400c04fd430c8`)]),
  ),
});

function layoutOf(args: Arguments): JsonLayout {
  const indent = args.optional(-1, 'indent') ?? null;
  const separators = args.optional(-1, 'separators') ?? null;
  const int = asInt(indent);
  const [item, key] = separators === null ? [] : [...((separators as { items?: Value[] }).items ?? [])];
  return {
    ...(indent === null ? {} : { indent: int === undefined ? str(indent) : ' '.repeat(Math.min(Number(int), 64)) }),
    sortKeys: truth(args.optional(-1, 'sort_keys') ?? false),
    asciiOnly: truth(args.optional(-1, 'ensure_ascii') ?? true),
    ...(item === undefined ? {} : { itemSeparator: str(item) }),
    ...(key === undefined ? {} : { keySeparator: str(key) }),
  };
}

const JSON_MODULE = new Module(
  'json',
  functions({
    dumps: (machine, args) => {
      const fallback = args.optional(-1, 'default') ?? null;
      return writeJson(args.required(0), {
        ...layoutOf(args),
        most: MAX_TEXT,
        ...(fallback === null ? {} : { fallback: (value: Value) => machine.call(fallback, [value]) }),
      });
    },
    loads: (_m, args) => {
      const text = args.required(0);
      return parseJson(text instanceof PyBytes ? Buffer.from(text.bytes).toString('utf8') : str(text));
    },
  }),
);

/** A running hash. */
class Hash extends PyObject {
  readonly typeName = 'HASH';
  constructor(
    private readonly name: string,
    private readonly data: Uint8Array,
  ) {
    super();
  }
  override attribute(name: string): Value | undefined {
    const digest = (): Buffer => createHash(this.name).update(this.data).digest();
    if (name === 'hexdigest') return new PyFunction(name, () => digest().toString('hex'));
    if (name === 'digest') return new PyFunction(name, () => new PyBytes(digest()));
    return name === 'name' ? this.name : undefined;
  }
}
function hash(name: string): Native {
  return (_m, args) => new Hash(name, bytesOf(args.optional(0) ?? new PyBytes(new Uint8Array())));
}
function bytesOf(value: Value): Uint8Array {
  if (value instanceof PyBytes) return value.bytes;
  throw new PyError('TypeError', `a bytes-like object is required, not '${typeName(value)}'`);
}

const texts = (args: Arguments): string[] => args.positional.map(str);
const OS_PATH = new Module(
  'posixpath',
  functions({
    join: (_m, args) =>
      texts(args).reduce((a, b) => (b.startsWith('/') ? b : a === '' || a.endsWith('/') ? a + b : `${a}/${b}`)),
    basename: (_m, args) => str(args.required(0)).replace(/^.*\//s, ''),
    dirname: (_m, args) =>
      str(args.required(0)).replace(/\/*[^/]*$/, '') || (str(args.required(0)).startsWith('/') ? '/' : ''),
    normpath: (_m, args) => path.posix.normalize(str(args.required(0))).replace(/(?<=.)\/$/, ''),
    isabs: (_m, args) => str(args.required(0)).startsWith('/'),
  }),
);

function stream(name: 'stdout' | 'stderr'): Module {
  const write: Native = (machine, args) => {
    const text = str(args.required(0));
    machine.host.print(text, name);
    return BigInt([...text].length);
  };
  return new Module(name, functions({ write, flush: () => null }));
}

const SYS = new Module('sys', {
  ...functions({
    exit: (_m, args) => {
      throw new PyExit(Number(asInt(args.optional(0) ?? 0n) ?? 1n));
    },
  }),
  stderr: stream('stderr'),
  stdout: stream('stdout'),
  platform: 'linux',
});

const MODULES: Record<string, Module> = {
  base64: new Module(
    'base64',
    functions({
      b64encode: (_m, args) => new PyBytes(Buffer.from(Buffer.from(bytesOf(args.required(0))).toString('base64'))),
      b64decode: (_m, args) => {
        const text = args.required(0);
        return new PyBytes(
          Buffer.from(text instanceof PyBytes ? Buffer.from(text.bytes).toString('latin1') : str(text), 'base64'),
        );
      },
    }),
  ),
  datetime: new Module('datetime', DATETIME),
  hashlib: new Module(
    'hashlib',
    functions({ md5: hash('md5'), sha1: hash('sha1'), sha256: hash('sha256'), sha512: hash('sha512') }),
  ),
  json: JSON_MODULE,
  os: new Module('os', { path: OS_PATH, sep: '/' }),
  'os.path': new Module('os', { path: OS_PATH, sep: '/' }),
  sys: SYS,
  time: new Module('time', functions({ time: (machine) => machine.host.now() })),
  uuid: UUID,
};

/** @throws PyError ModuleNotFoundError for every other module */
export function importModule(name: Value): Value {
  const module = typeof name === 'string' && Object.hasOwn(MODULES, name) ? MODULES[name] : undefined;
  if (!module) throw new PyError('ModuleNotFoundError', `No module named ${repr(name)}`);
  return module;
}
