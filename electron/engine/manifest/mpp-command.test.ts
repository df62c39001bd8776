import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { nodeHost } from './host-node';
import { mppCommand, parseMppArguments, UsageError } from './mpp-command';

describe('arguments are read as argparse reads them', () => {
  test.for([
    [['a.yml', 'b.json']],
    [['-D', 'x=1', 'a.yml', '-I', 'dir', 'b.json']],
    [['-Dx=1', '-Idir', '--sort-keys', 'a.yml', 'b.json']],
    [['--define=x=1', '--import-dir', 'dir', 'a.yml', '--', 'b.json']],
    [['--def', 'x=1', '--imp=dir', '--sort', 'a.yml', 'b.json']],
  ] as const)('%j', ([argv]) => {
    const parsed = parseMppArguments(argv);
    expect([parsed.source, parsed.target]).toEqual(['a.yml', 'b.json']);
    if (argv.length > 2) expect([parsed.defines.get('x'), parsed.importDirs]).toEqual([1n, ['dir']]);
  });

  test('defines: the name alone is true, the last one wins, values are JSON', () => {
    const { defines } = parseMppArguments(['-Da', '-Db=[1, "x=y"]', '-Dc=1', '-Dc=null', 'a', 'b']);
    expect(defines.entries()).toEqual([
      ['a', true],
      ['b', [1n, 'x=y']],
      ['c', null],
    ]);
    expect(() => parseMppArguments(['-Dx=curl', 'a', 'b'])).toThrow(/'x' is not JSON/);
  });

  test.for([[['a']], [['a', 'b', 'c']], [['--unknown', 'a', 'b']], [['a', 'b', '-D']], [['--i', '--', 'a']]] as const)(
    '%j is a usage error',
    ([argv]) => expect(() => parseMppArguments(argv)).toThrow(UsageError),
  );
});

describe('the command', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'studio-mpp-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const run = async (text: string, ...argv: string[]) => {
    await writeFile(path.join(folder, 'a.mpp.yml'), text);
    const out = { stdout: '', stderr: '' };
    const host = nodeHost({ solve: async () => [] });
    const status = await mppCommand([...argv, 'a.mpp.yml', 'out.json'], folder, () => host, {
      stdout: (more) => (out.stdout += more),
      stderr: (more) => (out.stderr += more),
    });
    return { status, ...out };
  };

  test('writes the manifest', async () => {
    expect(await run("version: '2'\npipelines: []\nx: {mpp-eval: n}\n", '-Dn=3')).toMatchObject({
      status: 0,
      stderr: '',
    });
    expect(JSON.parse(await readFile(path.join(folder, 'out.json'), 'utf8'))).toMatchObject({ x: 3 });
  });

  test('a failure prints the words of osbuild-mpp and the place, and writes nothing', async () => {
    expect(await run("version: '2'\npipelines: []\nx: {mpp-eval: 1 / 0}\n")).toEqual({
      status: 1,
      stdout: 'In a.mpp.yml: Failed to mpp-eval:\n  1 / 0\nError: division by zero\n',
      stderr: expect.stringMatching(/^a\.mpp\.yml:3:15: mpp-eval failed: division by zero\./) as string,
    });
    expect(await readdir(folder)).toEqual(['a.mpp.yml']);
  });

  test('the status of exit() is the command’s own', async () => {
    expect((await run("version: '2'\npipelines: []\nx: {mpp-eval: exit(7)}\n")).status).toBe(7);
  });

  test('a usage error is status 2', async () => {
    expect(await run('', '--unknown')).toMatchObject({ status: 2, stdout: '' });
  });
});
