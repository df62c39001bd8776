import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOsbuild, osbuildArgs, parseOsbuildVersion, probeOsbuild } from './osbuild';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-osbuild-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(name: string, ...lines: string[]): Promise<string> {
  const file = path.join(folder, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, ['#!/bin/sh', ...lines, ''].join('\n'), { mode: 0o755 });
  return file;
}

describe('where osbuild is', () => {
  it('is the program on PATH, with the modules of a package', async () => {
    const file = await program('osbuild');
    expect(findOsbuild({ PATH: `relative:${folder}` })).toEqual({
      ...{ command: [file], env: {}, libdir: '/usr/lib/osbuild', named: false },
    });
  });

  it('is what is named, with the modules that are named', async () => {
    const file = await program('my-osbuild');
    expect(findOsbuild({ STUDIO_OSBUILD: file, STUDIO_OSBUILD_LIBDIR: folder })).toEqual({
      ...{ command: [file], env: {}, libdir: folder, named: true },
    });
    expect(findOsbuild({ STUDIO_OSBUILD: path.join(folder, 'nothing') })).toBeUndefined();
  });

  it('is a source checkout that is named, run by Python', async () => {
    const python = await program('bin/python3');
    await program('osbuild/__main__.py');
    expect(findOsbuild({ PATH: path.join(folder, 'bin'), STUDIO_OSBUILD: folder })).toEqual({
      ...{ command: [python, '-m', 'osbuild'], env: { PYTHONPATH: folder }, libdir: folder, named: true },
    });
  });
});

describe('what osbuild is', () => {
  it('reads versions', () => {
    expect(parseOsbuildVersion('osbuild 191\n')).toBe('191');
    expect(parseOsbuildVersion('__main__.py 138.2\n')).toBe('138.2');
    expect(parseOsbuildVersion('usage: osbuild')).toBeUndefined();
  });

  it('asks it for its version and options', async () => {
    const lines = ['case $1 in --version) echo osbuild 150;; --help) echo "usage: [--rundir DIR]";; esac'];
    const command = [await program('osbuild', ...lines)];
    await expect(probeOsbuild({ command, env: {}, libdir: folder, named: false })).resolves.toEqual({
      ...{ version: '150', rundir: true },
    });
  });

  it('says so where it does not start', async () => {
    const command = [
      await program('osbuild', 'echo "ModuleNotFoundError: No module named \'jsonschema\'" >&2; exit 1'),
    ];
    await expect(probeOsbuild({ command, env: {}, libdir: folder, named: false })).rejects.toMatchObject({
      code: 'tool-failed',
      message: expect.stringContaining('jsonschema') as string,
    });
  });
});

it('gives osbuild its arguments', () => {
  const call = { manifest: '/j/m.json', store: '/d/osbuild', cacheSize: 1024, output: '/j/out', json: true };
  expect(
    osbuildArgs({
      ...call,
      exports: ['image', 'qcow2'],
      checkpoints: ['build'],
      libdir: '/lib',
      rundir: '/run/x',
    }).join(' '),
  ).toBe(
    '--store /d/osbuild --cache-max-size 1024 --libdir /lib --rundir /run/x --output-directory /j/out ' +
      '--export image --export qcow2 --checkpoint build --monitor JSONSeqMonitor --monitor-fd 3 --json /j/m.json',
  );
  expect(osbuildArgs({ ...call, exports: [], checkpoints: [], json: false }).join(' ')).toBe(
    '--store /d/osbuild --cache-max-size 1024 --output-directory /j/out --monitor JSONSeqMonitor --monitor-fd 3 /j/m.json',
  );
});
