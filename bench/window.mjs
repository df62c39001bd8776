/** The window: how long until it can be used, and what all the app's processes hold when nothing happens. */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { _electron } from '@playwright/test';

const STARTS = 5;
const IDLE_MS = 10_000;
const MIB = 1024 * 1024;

function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Proportional set size in bytes: memory that processes share is counted once. proc(5), smaps_rollup */
function memoryOf(pid) {
  try {
    return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

function treeOf(root) {
  const pids = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
  const parents = new Map(pids.map((pid) => [pid, parentOf(pid)]));
  const isBelow = (pid) => {
    for (let at = pid; at !== undefined && at > 1; at = parents.get(at)) if (at === root) return true;
    return false;
  };
  return pids.filter(isBelow);
}

async function start(root, dataDir, measureMemory) {
  const began = performance.now();
  const app = await _electron.launch({
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), root],
    cwd: root,
    env: { ...process.env, STUDIO_DATA_DIR: dataDir },
  });
  const window = await app.firstWindow();
  await window.getByRole('navigation', { name: 'Places' }).waitFor();
  const seconds = (performance.now() - began) / 1000;
  let memory = 0;
  if (measureMemory) {
    await wait(IDLE_MS);
    memory = treeOf(app.process().pid).reduce((sum, pid) => sum + memoryOf(pid), 0);
  }
  await app.close();
  return { seconds, memory };
}

/** @returns rows `{ what, value, unit, limit }`; the first start makes the workspace and is not counted. */
export async function measureWindow(root) {
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'studio-bench-'));
  try {
    await start(root, dataDir, false);
    const starts = [];
    for (let turn = 0; turn < STARTS; turn += 1) starts.push((await start(root, dataDir, false)).seconds);
    const { memory } = await start(root, dataDir, true);
    starts.sort((a, b) => a - b);
    return [
      { what: `Window interactive, median of ${STARTS} starts`, value: starts[STARTS >> 1], unit: 's', limit: 1.5 },
      { what: 'Idle memory of all processes (PSS)', value: memory / MIB, unit: 'MiB', limit: 450 },
    ];
  } finally {
    await rm(dataDir, { recursive: true, force: true });
  }
}
