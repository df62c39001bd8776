/** Long histories for tests and benchmarks, written directly: running `ostree commit` 100,000 times takes an hour. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Serialises a tuple of members that all vary in size but the fixed `time`, as GVariant has it. */
function commitBytes(commit: {
  parent: string;
  subject: string;
  version: string;
  timestamp: number;
  tree: string;
  meta: string;
}): Buffer {
  const time = Buffer.alloc(8);
  time.writeBigUInt64BE(BigInt(commit.timestamp));
  // a{sv} with one entry: version. The entry is (sv): key, padding to 8, the variant, one framing offset.
  const value = Buffer.from(`${commit.version}\0\0s`, 'utf8');
  const entry = Buffer.concat([Buffer.from('version\0'), value, Buffer.from([8])]);
  const metadata = Buffer.concat([entry, Buffer.from([entry.length])]);
  const members: { bytes: Buffer; align: number; fixed?: true }[] = [
    { bytes: metadata, align: 8 },
    { bytes: Buffer.from(commit.parent, 'hex'), align: 1 },
    { bytes: Buffer.alloc(0), align: 1 },
    { bytes: Buffer.from(`${commit.subject}\0`), align: 1 },
    { bytes: Buffer.from('\0'), align: 1 },
    { bytes: time, align: 8, fixed: true },
    { bytes: Buffer.from(commit.tree, 'hex'), align: 1 },
    { bytes: Buffer.from(commit.meta, 'hex'), align: 1 },
  ];
  const parts: Buffer[] = [];
  const ends: number[] = [];
  let at = 0;
  members.forEach(({ bytes, align, fixed }, index) => {
    const padding = (align - (at % align)) % align;
    parts.push(Buffer.alloc(padding), bytes);
    at += padding + bytes.length;
    if (!fixed && index < members.length - 1) ends.unshift(at);
  });
  const size = at + ends.length <= 0xff ? 1 : 2;
  const offsets = Buffer.alloc(ends.length * size);
  ends.forEach((end, index) => offsets.writeUIntLE(end, index * size, size));
  return Buffer.concat([...parts, offsets]);
}

function writeObject(repo: string, bytes: Buffer, extension: string): string {
  const checksum = createHash('sha256').update(bytes).digest('hex');
  const folder = path.join(repo, 'objects', checksum.slice(0, 2));
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, `${checksum.slice(2)}.${extension}`), bytes);
  return checksum;
}

export interface GeneratedHistory {
  /** Heads by ref, in the order of `refs`. */
  readonly heads: string[];
}

/**
 * Writes `count` commits of an empty tree into a repository that `ostree init` made: one line for each ref, commits
 * of the refs in turn, a minute apart.
 */
export function generateHistory(repo: string, count: number, refs: readonly string[]): GeneratedHistory {
  const tree = writeObject(repo, Buffer.from([0]), 'dirtree');
  const meta = Buffer.alloc(12);
  meta.writeUInt32BE(0o40755, 8);
  const dirmeta = writeObject(repo, meta, 'dirmeta');
  const heads = refs.map(() => '');
  for (let at = 0; at < count; at += 1) {
    const line = at % refs.length;
    const bytes = commitBytes({
      parent: heads[line] ?? '',
      subject: `Build ${at}`,
      version: `9.${at}`,
      timestamp: 1_700_000_000 + at * 60,
      tree,
      meta: dirmeta,
    });
    heads[line] = writeObject(repo, bytes, 'commit');
  }
  refs.forEach((ref, index) => {
    const file = path.join(repo, 'refs', 'heads', ref);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, `${heads[index] ?? ''}\n`);
  });
  return { heads };
}
