/**
 * The starter repository: a real RPM repository made of the host's Debian packages, so that images can be built where
 * no RPM mirror can be reached. Only what changed is made again; half-made files are never in it.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { StudioError } from '../../../../shared/errors';
import { run } from '../../run';
import { convertPackage, RECIPE } from './convert';
import { planPackages, type PlannedPackage } from './plan';

export type StarterStep = 'plan' | 'download' | 'convert' | 'index';
export const STARTER_STEPS: readonly StarterStep[] = ['plan', 'download', 'convert', 'index'];

export interface StarterOptions {
  /** Names of Debian packages; their dependencies come along. */
  names: readonly string[];
  /** The repository's folder: `Packages/`, `repodata/`, and what was converted in `converted.json`. */
  repository: string;
  /** A folder for downloads and work, emptied afterwards. */
  work: string;
  signal?: AbortSignal;
  onProgress?: (step: StarterStep, done: number, total: number, name: string) => void;
  onLine?: (line: string) => void;
}

const Converted = z.record(z.string(), z.object({ version: z.string(), recipe: z.number(), rpm: z.string() }));
type Converted = z.infer<typeof Converted>;

async function readConverted(file: string): Promise<Converted> {
  try {
    return Converted.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return {}; // absent or damaged: everything is converted again
  }
}

async function writeConverted(file: string, converted: Converted): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(converted, null, 1)}\n`);
  await rename(`${file}.new`, file);
}

/** Downloads into `folder`; gives the files by package name. */
async function download(
  wanted: readonly PlannedPackage[],
  folder: string,
  options: StarterOptions,
): Promise<Map<string, string>> {
  const { signal, onProgress, onLine } = options;
  let done = 0;
  const argv = ['-o', 'APT::Sandbox::User=', 'download', ...wanted.map(({ name, version }) => `${name}=${version}`)];
  await run('apt-get', argv, {
    cwd: folder,
    ...(signal ? { signal } : {}),
    onLine: (line) => {
      const got = /^Get:\d+ \S+ \S+ \S+ (\S+)/.exec(line);
      if (got?.[1]) onProgress?.('download', Math.min(++done, wanted.length), wanted.length, got[1]);
      else if (/^[EW]:/.test(line)) onLine?.(line);
    },
  });
  return new Map((await readdir(folder)).map((file) => [file.slice(0, file.indexOf('_')), path.join(folder, file)]));
}

/** Large ones first, so that no processor waits for the last one. */
async function bySize(wanted: readonly PlannedPackage[], debs: ReadonlyMap<string, string>): Promise<PlannedPackage[]> {
  const sizes = await Promise.all(
    wanted.map(async (planned) => {
      const deb = debs.get(planned.name);
      if (!deb) throw new StudioError('not-found', `apt did not download the package '${planned.name}'.`);
      return { planned, size: (await stat(deb)).size };
    }),
  );
  return sizes.sort((a, b) => b.size - a.size).map(({ planned }) => planned);
}

/** Converts as many at once as there are processors; the first failure stops the rest. */
async function convertAll(
  wanted: readonly PlannedPackage[],
  debs: ReadonlyMap<string, string>,
  options: StarterOptions,
  onConverted: (planned: PlannedPackage, rpm: string) => void,
): Promise<void> {
  const queue = await bySize(wanted, debs);
  let done = 0;
  const stop = new AbortController();
  options.signal?.addEventListener('abort', () => stop.abort(), { once: true });
  const worker = async (): Promise<void> => {
    for (let next = queue.shift(); next && !stop.signal.aborted; next = queue.shift()) {
      const deb = debs.get(next.name) ?? '';
      const output = path.join(options.repository, 'Packages');
      const work = path.join(options.work, 'convert', next.name);
      onConverted(next, await convertPackage({ deb, work, output, signal: stop.signal }));
      await rm(deb, { force: true });
      options.onProgress?.('convert', ++done, wanted.length, next.name);
    }
  };
  const workers = Array.from({ length: Math.max(1, os.cpus().length) }, () =>
    worker().catch((thrown: unknown) => {
      stop.abort();
      throw thrown;
    }),
  );
  const ended = await Promise.allSettled(workers);
  const failures = ended.flatMap((end) => (end.status === 'rejected' ? [end.reason as unknown] : []));
  const real = failures.find((thrown) => !(thrown instanceof StudioError && thrown.code === 'cancelled'));
  if (failures.length > 0) throw real ?? failures[0];
  if (stop.signal.aborted) throw new StudioError('cancelled', 'Preparing the starter repository was cancelled.');
}

/** Removes RPMs that the plan no longer has; true if any was. */
async function removeOthers(folder: string, converted: Converted): Promise<boolean> {
  const wanted = new Set(Object.values(converted).map(({ rpm }) => rpm));
  const others = (await readdir(folder)).filter((file) => !wanted.has(file));
  for (const file of others) await rm(path.join(folder, file), { force: true });
  return others.length > 0;
}

/**
 * Makes or refreshes the repository. Interrupted, it goes on where it stopped at the next call.
 *
 * @returns the number of packages in it, and how many of them were converted now.
 * @throws StudioError `missing-tool`, `tool-failed`, `cancelled`, or `invalid-input` for a package that apt does not know.
 */
export async function prepareStarterRepository(
  options: StarterOptions,
): Promise<{ packages: number; converted: number }> {
  const { names, repository, work, signal, onProgress, onLine } = options;
  const folder = path.join(repository, 'Packages');
  const state = path.join(repository, 'converted.json');
  const debs = path.join(work, 'debs');
  await rm(work, { recursive: true, force: true });
  for (const dir of [folder, debs]) await mkdir(dir, { recursive: true });
  try {
    onProgress?.('plan', 0, 1, '');
    const plan = await planPackages(names, work, signal);
    onProgress?.('plan', 1, 1, '');
    const before = await readConverted(state);
    const fresh = ({ name, version }: PlannedPackage): boolean => {
      const known = before[name];
      return known?.version === version && known.recipe === RECIPE && existsSync(path.join(folder, known.rpm));
    };
    const converted: Converted = Object.fromEntries(
      plan.filter(fresh).flatMap(({ name }) => (before[name] ? [[name, before[name]]] : [])),
    );
    const wanted = plan.filter((planned) => !fresh(planned));
    onLine?.(`${plan.length} packages, ${wanted.length} to convert`);
    if (wanted.length > 0) {
      const files = await download(wanted, debs, options);
      try {
        await convertAll(wanted, files, options, ({ name, version }, rpm) => {
          converted[name] = { version, recipe: RECIPE, rpm };
        });
      } finally {
        await writeConverted(state, { ...before, ...converted });
      }
    }
    const removed = await removeOthers(folder, converted);
    await writeConverted(state, converted);
    onProgress?.('index', 0, 1, '');
    if (wanted.length > 0 || removed || !existsSync(path.join(repository, 'repodata', 'repomd.xml')))
      await run('createrepo_c', ['--quiet', '--compatibility', repository], signal ? { signal } : {});
    onProgress?.('index', 1, 1, '');
    return { packages: plan.length, converted: wanted.length };
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
