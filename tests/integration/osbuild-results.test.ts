/** What the real osbuild makes, looked into, and beside what the built-in engine makes of the same manifest. */
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../electron/engine/run';
import type { Manifest } from '../../shared/manifest/types';
import {
  closeOsbuildBench,
  dataOf,
  folderOf,
  installed,
  manifestOf,
  reason,
  recordedManifest,
  runJob,
  stage,
  title,
  withoutRoot,
} from './osbuild';
import { heldBelow, openBench, readFromImage, type Bench } from './worker';

/** Debian's systemd-firstboot, which osbuild runs, writes the locale elsewhere than all others. */
function withoutStage(manifest: Manifest, unwanted: string): Manifest {
  const pipelines = manifest.pipelines.map(({ stages = [], ...pipeline }) => ({
    ...pipeline,
    stages: stages.filter(({ type }) => type !== unwanted),
  }));
  return { ...manifest, pipelines };
}

describe.skipIf(reason !== undefined)(title, () => {
  let bench: Bench;
  beforeAll(async () => {
    bench = await openBench();
  });
  afterAll(() => closeOsbuildBench(bench));

  it.skipIf(withoutRoot)('makes a disk image and its conversion in one job', async () => {
    const output = path.join(await folderOf(bench, 'disk'), 'output');
    const [raw, converted] = [path.join(output, '0-img'), path.join(output, '1-qcow2')];
    const ran = await runJob(bench, 'disk', {
      manifest: await recordedManifest('2-disk-image'),
      exports: [
        { pipeline: 'image', path: 'disk.img', kind: 'file', to: raw },
        { pipeline: 'qcow2', path: 'disk.qcow2', kind: 'file', to: converted },
      ],
    });
    expect(ran.error).toBeUndefined();
    expect(ran.sizes[0]).toBe(64 * 1024 * 1024);
    // The root file system begins at sector 22528.
    expect(await readFromImage(`${raw}?offset=${22528 * 512}`, '/etc/hello')).toBe('hello\n');
    const { stdout } = await run('qemu-img', ['info', '--output=json', converted]);
    expect(JSON.parse(stdout)).toMatchObject({ format: 'qcow2', 'virtual-size': 64 * 1024 * 1024 });
    expect(await heldBelow(dataOf(bench))).toEqual([]);
  });

  it.skipIf(installed?.privilege !== 'root')('makes the same tree as the built-in engine', async () => {
    const manifest = withoutStage(await recordedManifest('1-config-files'), 'org.osbuild.locale');
    const listings: string[] = [];
    for (const engine of ['osbuild', 'built-in'] as const) {
      const to = path.join(await folderOf(bench, `same-${engine}`), 'output', '0-rootfs');
      const exports = [{ pipeline: 'config', path: '', kind: 'folder' as const, to }];
      const ran = await runJob(bench, `same-${engine}`, { manifest, exports }, { engine });
      expect(ran.error).toBeUndefined();
      const { stdout } = await run('find', ['.', '-printf', '%p %y %m %U:%G %l\n'], { cwd: to });
      // The day of a password in shadow is today's with osbuild, and fixed with the built-in engine.
      const { stdout: sums } = await run(
        'find',
        ['.', '-type', 'f', '-not', '-name', 'shadow*', '-exec', 'sha256sum', '{}', '+'],
        { cwd: to },
      );
      listings.push([...stdout.split('\n'), ...sums.split('\n')].sort().join('\n'));
    }
    expect(listings[1]).toBe(listings[0]);
  });

  it('hands over a commit as a repository that lacks what is known', async () => {
    const folder = await mkdtemp(path.join(bench.folder, 'commit-'));
    const [known, tree] = [path.join(folder, 'known'), path.join(folder, 'tree')];
    await mkdir(path.join(tree, 'usr'), { recursive: true });
    await writeFile(path.join(tree, 'usr', 'file'), 'text');
    await run('ostree', ['init', '--mode=archive', `--repo=${known}`]);
    const { stdout } = await run('ostree', ['commit', `--repo=${known}`, '--branch=os/one', tree]);
    const checksum = stdout.trim();
    const compose = Buffer.from(JSON.stringify({ ref: 'os/one', 'ostree-commit': checksum }));
    const digest = `sha256:${createHash('sha256').update(compose).digest('hex')}`;
    const source = { origin: 'org.osbuild.source' };
    const ref = { references: { [checksum]: { ref: 'os/one' } } };
    // What org.osbuild.ostree.commit leaves, made without rpm-ostree.
    const pipeline = {
      name: 'ostree-commit',
      stages: [
        stage('ostree.init', { path: '/repo' }),
        stage(
          'ostree.pull',
          { repo: '/repo' },
          { inputs: { commits: { type: 'org.osbuild.ostree', ...source, ...ref } } },
        ),
        stage(
          'copy',
          { paths: [{ from: `input://file/${digest}`, to: 'tree:///compose.json' }] },
          { inputs: { file: { type: 'org.osbuild.files', ...source, references: [digest] } } },
        ),
      ],
    };
    const manifest: Manifest = {
      ...manifestOf(pipeline),
      sources: {
        'org.osbuild.inline': { items: { [digest]: { encoding: 'base64', data: compose.toString('base64') } } },
        'org.osbuild.ostree': { items: { [checksum]: { remote: { url: pathToFileURL(known).href } } } },
      },
    };
    const to = path.join(await folderOf(bench, 'commit'), 'output', 'repo');
    const ran = await runJob(bench, 'commit', {
      ...{ manifest, exports: [], commit: { pipeline: 'ostree-commit', to, known } },
    });
    expect(ran.error).toBeUndefined();
    expect(ran.commit).toEqual({ ref: 'os/one', checksum });
    expect((await run('ostree', ['rev-parse', `--repo=${to}`, 'os/one'])).stdout.trim()).toBe(checksum);
    expect((await run('ostree', ['cat', `--repo=${to}`, 'os/one', '/usr/file'])).stdout).toBe('text');
    expect((await stat(to)).uid).toBe(process.getuid?.());
  });

  it('is taken where nothing is asked for, unless it lacks a stage of the manifest', async () => {
    const exportsIn = async (name: string) => {
      const to = path.join(await folderOf(bench, name), 'output', '0-img');
      return [{ pipeline: 'image', path: 'disk.img', kind: 'file' as const, to }];
    };
    const truncate = stage('truncate', { filename: '/disk.img', size: '4096' });
    const manifest = manifestOf({ name: 'image', stages: [truncate] });
    const first = await runJob(bench, 'auto', { manifest, exports: await exportsIn('auto') }, { engine: 'auto' });
    expect(first.error).toBeUndefined();
    expect(first.facts.engine?.kind).toBe('osbuild');
    const own = manifestOf({ name: 'image', stages: [truncate, { type: 'org.ostree-studio.unknown' }] });
    const second = await runJob(bench, 'own', { manifest: own, exports: await exportsIn('own') }, { engine: 'auto' });
    expect(second.facts.engine?.kind).toBe('built-in');
    expect(second.events).toContainEqual({
      kind: 'note',
      text: expect.stringContaining('does not have org.ostree-studio.unknown') as string,
    });
  });
});
