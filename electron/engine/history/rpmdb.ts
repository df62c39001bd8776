/** Packages of a commit, as the RPM database in its tree names them. Neither root nor a checkout is needed. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { StudioError, toWire } from '../../../shared/errors';
import type { InstalledPackage } from '../../../shared/packages/types';
import { cleanEnvironment, run } from '../run';
import { extractFile } from './file-object';
import { readCommit, type Repo } from './repo';
import { findFile, findFolder } from './tree';

const DATABASE_FOLDERS = ['/usr/share/rpm', '/usr/lib/sysimage/rpm'];
const DAMAGED = "It is damaged, or this machine's rpm was built without that kind of database.";
/** Files of rpm's database backends; the first is what tells that a backend was used. */
const BACKENDS = [
  { name: 'sqlite', title: 'sqlite', files: ['rpmdb.sqlite', 'rpmdb.sqlite-wal'], hint: DAMAGED },
  { name: 'ndb', title: 'ndb', files: ['Packages.db', 'Index.db'], hint: DAMAGED },
  {
    ...{ name: 'bdb_ro', title: 'Berkeley DB', files: ['Packages'] },
    hint: "It is that of rpm before 4.16: this machine's rpm was built without it, or it is damaged.",
  },
] as const;
type Backend = (typeof BACKENDS)[number];

const MAX_FILE = 1024 ** 3;
const FIELDS = ['%{NAME}', '%|EPOCH?{%{EPOCH}}:{0}|', '%{VERSION}', '%{RELEASE}', '%{ARCH}', '%{LONGSIZE}'];

/** Arguments that print every package of a database, one a line, tab between the fields. */
export function queryArgs(dbpath: string, backend: string): string[] {
  const format = `${FIELDS.join('\\t')}\\n`;
  return ['--dbpath', dbpath, '--define', `_db_backend ${backend}`, '-qa', '--qf', format];
}

/** Reads what `queryArgs` prints, sorted by name; imported keys are no packages. */
export function parseQuery(text: string): InstalledPackage[] {
  const packages: InstalledPackage[] = [];
  for (const line of text.split('\n')) {
    const [name, epoch, version, release, arch, size] = line.split('\t');
    if (!name || name === 'gpg-pubkey' || version === undefined || release === undefined || arch === undefined)
      continue;
    packages.push({ name, epoch: Number(epoch) || 0, version, release, arch, size: Number(size) || 0 });
  }
  return packages.sort((a, b) => (a.name === b.name ? compareText(a.arch, b.arch) : compareText(a.name, b.name)));
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function findDatabase(repo: Repo, rootTree: string): { backend: Backend; files: Map<string, string> } | undefined {
  for (const folder of DATABASE_FOLDERS) {
    const tree = findFolder(repo, rootTree, folder);
    const backend = tree && BACKENDS.find(({ files }) => findFile(tree, files[0]));
    if (!tree || !backend) continue;
    const files = new Map<string, string>();
    for (const name of backend.files) {
      const file = findFile(tree, name);
      if (file) files.set(name, file.checksum);
    }
    return { backend, files };
  }
  return undefined;
}

/** Keeps what the caller has to know (cancelled, no rpm); a failure of rpm is told as one of the database. */
function unreadable({ title, hint }: Backend, cause: unknown): unknown {
  const { code, detail } = toWire(cause);
  if (cause instanceof StudioError && code !== 'tool-failed') return cause;
  return new StudioError('tool-failed', `The RPM database (${title}) cannot be read.`, {
    hint,
    ...(detail ? { detail } : {}),
    cause,
  });
}

/**
 * The packages installed in a commit, sorted by name.
 *
 * @throws StudioError `not-found` if the commit or objects are missing or the tree has no RPM database; `tool-failed`
 *   if rpm cannot read the database; `missing-tool` without rpm.
 */
export async function readPackages(repo: Repo, checksum: string): Promise<InstalledPackage[]> {
  const database = findDatabase(repo, readCommit(repo, checksum).rootTree);
  if (!database)
    throw new StudioError('not-found', `The commit ${checksum.slice(0, 8)} has no RPM database.`, {
      hint: `It is looked for in ${DATABASE_FOLDERS.join(' and ')}.`,
    });
  const folder = await mkdtemp(path.join(os.tmpdir(), 'ostree-studio-rpmdb-'));
  try {
    for (const [name, file] of database.files) await extractFile(repo, file, path.join(folder, name), MAX_FILE);
    const { stdout, stderr } = await run('rpm', queryArgs(folder, database.backend.name), {
      env: cleanEnvironment({ HOME: folder }),
      timeout: 120_000,
    }).catch((cause: unknown) => {
      throw unreadable(database.backend, cause);
    });
    // rpm answers nothing, with success, about databases that it cannot open or was built without
    if (stdout.trim() === '' && /^error: |dummy database|_db_backend/m.test(stderr))
      throw unreadable(database.backend, new Error(stderr));
    return parseQuery(stdout);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
