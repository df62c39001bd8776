#!/usr/bin/env node
/**
 * Stands for osbuild where there is none: plays a recorded run (tests/fixtures/osbuild/monitor/NAME.json) on the descriptor
 * that it is given, and makes a file in every export. It ends as the recorded run did.
 *
 *   OSBUILD_FAKE_RECORDING  the file of the recorded run
 *   OSBUILD_FAKE_EXPORT     name of the file in each export; default: disk.img
 *   OSBUILD_FAKE_WAIT       `interrupt`: waits after the first records until it is interrupted, and ends as osbuild does;
 *                           `forever`: waits, and does not let itself be interrupted
 *   OSBUILD_FAKE_ARGUMENTS  a file that gets the arguments, one a line
 */
const { mkdirSync, readFileSync, writeFileSync, writeSync } = require('node:fs');
const path = require('node:path');

const argv = process.argv.slice(2);
const valuesOf = (option) => argv.flatMap((word, index) => (argv[index - 1] === option ? [word] : []));

if (argv.includes('--version')) {
  console.log('osbuild 191');
  process.exit(0);
}
if (argv.includes('--help')) {
  console.log('usage: osbuild [--rundir DIRECTORY] MANIFEST');
  process.exit(0);
}

const {
  OSBUILD_FAKE_RECORDING,
  OSBUILD_FAKE_EXPORT = 'disk.img',
  OSBUILD_FAKE_WAIT,
  OSBUILD_FAKE_ARGUMENTS,
} = process.env;
const { exitStatus, monitor, stdout, stderr } = JSON.parse(readFileSync(OSBUILD_FAKE_RECORDING, 'utf8'));
if (OSBUILD_FAKE_ARGUMENTS) writeFileSync(OSBUILD_FAKE_ARGUMENTS, argv.join('\n'));
const [fd] = valuesOf('--monitor-fd').map(Number);
const play = (records) => records.forEach((record) => writeSync(fd, `\x1e${record}\n`));

if (OSBUILD_FAKE_WAIT) {
  const [store] = valuesOf('--store');
  mkdirSync(path.join(store, 'stage', 'uuid-fake', 'data'), { recursive: true });
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.on(signal, () => {
      if (OSBUILD_FAKE_WAIT === 'forever') return;
      console.log('\nAborted');
      process.exit(130);
    });
  setInterval(() => undefined, 1000);
  play(monitor.slice(0, 3));
} else {
  play(monitor);
  const [output] = valuesOf('--output-directory');
  if (exitStatus === 0)
    for (const name of valuesOf('--export')) {
      mkdirSync(path.join(output, name), { recursive: true });
      writeFileSync(path.join(output, name, OSBUILD_FAKE_EXPORT), `made of ${name}\n`);
    }
  process.stdout.write(stdout);
  process.stderr.write(stderr);
  process.exitCode = exitStatus;
}
