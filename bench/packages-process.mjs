/**
 * A process that holds the catalogue as the app does: the built bundle in a thread. Prints what it measured as JSON.
 * `node packages-process.mjs THREAD FOLDER URL`
 */
import { readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';

const [script, folder, url] = process.argv.slice(2);
const QUERIES = {
  name: ['k', 'ke', 'kernel', 'lib', 'python3', 'server tools', 'audio-', 'zzz', 'fast implementation', 'xml-parser'],
  provides: ['part-0', 'kernel', 'lib', '(64bit)', 'audio-boot', 'zzz'],
  file: ['/usr/bin/kernel', 'bin/lib', 'file-1', '/usr/share/audio', 'zzz', 'python3-'],
};
const ROUNDS = 10;

/** The thread, with the limits that the app gives it. */
function open() {
  const worker = new Worker(script, {
    workerData: { kind: 'catalogue', folder, script },
    resourceLimits: { maxOldGenerationSizeMb: 1024, maxYoungGenerationSizeMb: 16 },
  });
  let last = 0;
  const waiting = new Map();
  worker.on('message', ({ id, value, error }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error.message));
    else resolve(value);
  });
  worker.on('error', (error) => {
    throw error;
  });
  const at = { addresses: [{ id: 'bench', url }], offline: false };
  return {
    call: (name, input = {}) =>
      new Promise((resolve, reject) => {
        last += 1;
        waiting.set(last, { resolve, reject });
        worker.postMessage({ kind: 'call', id: last, name, input: { ...at, ...input } });
      }),
    close: () => worker.terminate(),
  };
}

async function timed(work) {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

const residentMiB = () => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]) / 1024;
const quantile = (sorted, part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];

async function searches(catalogue, by) {
  const times = [];
  const search = (query) => catalogue.call('search', { request: { query, by, limit: 200 } });
  const first = await timed(() => search(QUERIES[by][0]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const query of QUERIES[by]) times.push((await timed(() => search(query))).ms);
  times.sort((a, b) => a - b);
  return { first: first.ms, p50: quantile(times, 0.5), p95: quantile(times, 0.95) };
}

const found = {};
const cold = await timed(async () => {
  const catalogue = open();
  return { catalogue, loaded: await catalogue.call('load') };
});
if (cold.value.loaded[0].problem) throw new Error(cold.value.loaded[0].problem);
found.packages = cold.value.loaded[0].packages;
found.cold = cold.ms;
await new Promise((resolve) => setTimeout(resolve, 3000)); // what it keeps for the next start is written meanwhile
found.coldMiB = residentMiB();
await cold.value.catalogue.close();
const warm = await timed(async () => {
  const catalogue = open();
  await catalogue.call('load');
  return catalogue;
});
found.warm = warm.ms;
for (const by of ['name', 'provides']) found[by] = await searches(warm.value, by);
await new Promise((resolve) => setTimeout(resolve, 1000));
found.warmMiB = residentMiB();
found.file = await searches(warm.value, 'file');
found.filesMiB = residentMiB();
await warm.value.close();
console.log(JSON.stringify(found));
process.exit(0);
