/** A few Debian packages into an RPM repository, with apt, rpmbuild and createrepo_c. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prepareStarterRepository, type StarterOptions } from '../../electron/engine/builds/starter/repository';
import { run } from '../../electron/engine/run';

let folder: string;
let options: StarterOptions;
beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-starter-'));
  options = { names: ['tree', 'base-passwd'], repository: path.join(folder, 'repo'), work: path.join(folder, 'work') };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const packages = (): Promise<string[]> => readdir(path.join(options.repository, 'Packages'));

test('cancelled half way, no half-made file is in it, and the next run goes on', async () => {
  const cancel = new AbortController();
  const prepared = prepareStarterRepository({
    ...options,
    signal: cancel.signal,
    onProgress: (step, done) => {
      if (step === 'convert' && done === 1) cancel.abort();
    },
  });
  await expect(prepared).rejects.toMatchObject({ code: 'cancelled' });
  expect(await readdir(folder)).toEqual(['repo']);
  const files = await packages();
  expect(files.length).toBeGreaterThan(0);
  for (const file of files) await run('rpm', ['-qp', path.join(options.repository, 'Packages', file)]);
});

test('the packages, what they need, and metadata', async () => {
  const { packages: count } = await prepareStarterRepository(options);
  const files = await packages();
  expect(files).toHaveLength(count);
  const tree = files.find((file) => /^tree-[\d.]+-\d.*\.rpm$/.test(file)) ?? '';
  const file = path.join(options.repository, 'Packages', tree);
  const requires = (await run('rpm', ['-qp', '--requires', file])).stdout;
  expect(requires).toMatch(/^libc6 >= 2\.\d+$/m);
  expect((await run('rpm', ['-qpl', file])).stdout.split('\n')).toContain('/usr/bin/tree');
  expect(files.some((name) => name.startsWith('libc6-'))).toBe(true);
  const metadata = await readFile(path.join(options.repository, 'repodata', 'repomd.xml'), 'utf8');
  expect(metadata).toContain('type="primary"');
});

test('what did not change is not converted again; what is not wanted any more is removed', async () => {
  expect((await prepareStarterRepository(options)).converted).toBe(0);
  const fewer = await prepareStarterRepository({ ...options, names: ['base-passwd'] });
  expect(fewer.converted).toBe(0);
  expect((await packages()).some((file) => file.startsWith('tree-'))).toBe(false);
});

test('a package that Debian does not have is named', async () => {
  await expect(prepareStarterRepository({ ...options, names: ['tree', 'no-such-package'] })).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'apt knows no package named no-such-package.',
  });
});
