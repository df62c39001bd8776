/** The loop's times, from nothing: the demo on an empty data folder, each step as the demo saw it. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

/** What is asked of two cores without KVM, in seconds; by the beginning of the step's name. */
const LIMITS = [
  ['Make the starter repository', 'Starter repository from nothing', 45],
  ['Build a bootable image', 'First image', 90],
  ['Build a second commit', '`.repo` build with one more RPM', 30],
  ['Boot the image', 'Boot to login', 25],
];

/** @returns rows `{ what, value, unit, limit }`. */
export async function measureLoop(root) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'studio-bench-'));
  const report = path.join(folder, 'report.json');
  try {
    const argv = [path.join(root, 'out', 'cli.cjs'), 'demo', '--report', report];
    const status = await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'inherit'] });
      child.once('error', reject).once('exit', resolve);
    });
    if (status !== 0) throw new Error(`the demo ended with status ${status}`);
    const { steps, seconds } = JSON.parse(await readFile(report, 'utf8'));
    const rows = LIMITS.map(([begins, what, limit]) => {
      const step = steps.find(({ name }) => name.startsWith(begins));
      return { what, value: step?.seconds, unit: 's', limit };
    });
    return [...rows, { what: `The whole demo, ${steps.length} steps`, value: seconds, unit: 's', limit: 300 }];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
