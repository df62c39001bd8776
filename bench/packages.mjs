/** The package catalogue beside dnf, on the same repositories in one run. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { makeRepository } from './repository.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));
const SIZES = [10_000, 60_000];

/** dnf reads a repository into an empty cache; seconds without Python's own start. Only what every question needs. */
const DNF = `
import sys, time, dnf
conf = dnf.conf.Conf()
conf.substitutions["releasever"] = "1"
base = dnf.Base(conf)
conf.config_file_path = "/dev/null"
conf.reposdir = []
conf.pluginpath = []
conf.cachedir = conf.persistdir = conf.logdir = sys.argv[1]
conf.installroot = sys.argv[1] + "/root"
conf.optional_metadata_types = []
repo = dnf.repo.Repo("bench", conf)
repo.baseurl = [sys.argv[2]]
base.repos.add(repo)
began = time.perf_counter()
base.fill_sack(load_system_repo=False)
print(time.perf_counter() - began, len(base.sack.query()))
`;

async function measure(root, count) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-bench-packages-'));
  try {
    const repository = path.join(folder, 'repository');
    await makeRepository(repository, count);
    const { href: url } = pathToFileURL(repository);
    const dnf = () => {
      const cache = path.join(folder, `dnf-${Math.random().toString(36).slice(2)}`);
      const argv = ['-I', '-c', DNF, cache, url];
      const printed = execFileSync('/usr/bin/python3', argv, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      return Number(printed.split(' ')[0]) * 1000;
    };
    const ours = (run) => {
      const argv = [path.join(here, 'packages-process.mjs'), path.join(root, 'out', 'catalogue.cjs')];
      const kept = path.join(folder, `kept-${run}`);
      return JSON.parse(execFileSync(process.execPath, [...argv, kept, url], { encoding: 'utf8' }));
    };
    // One after the other, so that what else runs on the machine meets both.
    const before = dnf();
    const first = ours(1);
    const between = dnf();
    const second = ours(2);
    return { dnf: Math.min(before, between), ours: first.cold < second.cold ? first : second };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Rows for docs/benchmarks.md. */
export async function measurePackages(root) {
  const rows = [];
  for (const count of SIZES) {
    const { dnf, ours } = await measure(root, count);
    const size = `${count.toLocaleString('en')} packages`;
    rows.push(
      { what: `${size}: cold load, against dnf (${dnf.toFixed(0)} ms)`, value: ours.cold / dnf, limit: 0.5, unit: '×' },
      { what: `${size}: cold load`, value: ours.cold, limit: Math.round(dnf / 2), unit: 'ms' },
      { what: `${size}: warm load`, value: ours.warm, limit: 300, unit: 'ms' },
    );
    for (const by of ['name', 'provides', 'file'])
      rows.push({ what: `${size}: search by ${by}, p50`, value: ours[by].p50, limit: 16, unit: 'ms' });
    for (const by of ['name', 'provides', 'file'])
      rows.push({ what: `${size}: search by ${by}, p95`, value: ours[by].p95, limit: 16, unit: 'ms' });
    rows.push(
      { what: `${size}: memory of the process after a cold load`, value: ours.coldMiB, limit: 250, unit: 'MiB' },
      { what: `${size}: memory after a warm load and searches`, value: ours.warmMiB, limit: 250, unit: 'MiB' },
      { what: `${size}: memory with file lists`, value: ours.filesMiB, limit: 250, unit: 'MiB' },
    );
  }
  return rows;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { what, value, limit, unit } of await measurePackages(path.resolve(here, '..')))
    console.log(`${what}: ${value.toFixed(value < 10 ? 2 : 0)} ${unit} (asked: ${limit})`);
}
