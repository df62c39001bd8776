/** A person makes a new image: by a copy, or from a template. */
import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Workspace } from '../../../shared/manifest/types';
import { createFiles } from './file-handlers';
import { renamedImage, withPackages, withStages } from './image-text';
import { createImages } from './new-image';
import { readWorkspace } from './workspaces';

const assets = path.resolve(__dirname, '../../../assets');
let dir: string;
let workspace: Workspace;
beforeEach(async () => {
  dir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'new-image-')));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function open(): Promise<ReturnType<typeof createImages>> {
  workspace = await readWorkspace(path.join(dir, 'w'));
  const files = createFiles(dir, () => workspace.path);
  return createImages(
    () => workspace,
    path.join(assets, 'templates'),
    (file) => files.handlers['manifest.create'](file),
  );
}
const put = async (file: string, text: string): Promise<void> => {
  await mkdir(path.dirname(path.join(dir, 'w', file)), { recursive: true });
  await writeFile(path.join(dir, 'w', file), text);
};
const read = (file: string): Promise<string> => readFile(path.join(dir, 'w', file), 'utf8');
interface Manifest {
  pipelines: { name?: string; stages: { type: string }[] }[];
}
const rootfs = (text: string) => (parse(text) as Manifest).pipelines.find(({ name }) => name === 'rootfs')!.stages;

test('a copy differs in its name only; comments and line endings stay', async () => {
  await put('distro/cs9.ipp.yml', '');
  const text =
    'version: \'2\'\r\nmpp-vars:\r\n  # what it is called\r\n  name: "old"  # really\r\n  size: 3\r\npipelines: []\r\n';
  await put('images/old.mpp.yaml', text);
  const images = await open();
  const from = { kind: 'copy', manifest: 'images/old.mpp.yaml' } as const;
  expect(await images['workspace.newImage']({ name: 'my_2nd', from })).toEqual({ path: 'images/my_2nd.mpp.yaml' });
  expect(await read('images/my_2nd.mpp.yaml')).toBe(text.replace('"old"', '"my_2nd"'));
  for (const [name, code] of [
    ['old', 'conflict'],
    ['OLD', 'conflict'],
    ['my_2nd', 'conflict'],
    ['../x', 'invalid-input'],
    ['a-b', 'invalid-input'],
    ['', 'invalid-input'],
    ['ä', 'invalid-input'],
    ['a'.repeat(61), 'invalid-input'],
  ] as const)
    await expect(images['workspace.newImage']({ name, from }), name).rejects.toMatchObject({ code });
  await put('notes.txt', 'secret');
  for (const manifest of ['notes.txt', '../../etc/passwd', 'images/none.mpp.yml'])
    await expect(images['workspace.newImage']({ name: 'x', from: { kind: 'copy', manifest } })).rejects.toThrow();
});

test("another image's name is left alone, and one that YAML would misread is quoted", () => {
  expect(renamedImage('mpp-vars: {name: other}\n', 'old', 'new')).toBe('mpp-vars: {name: other}\n');
  expect(parse(renamedImage('mpp-vars:\n  name: old\n', 'old', '123'))).toEqual({ 'mpp-vars': { name: '123' } });
  expect(parse(renamedImage('mpp-vars:\n  name: old\n', 'old', 'no'))).toEqual({ 'mpp-vars': { name: 'no' } });
  expect(renamedImage('no: [yaml', 'old', 'new')).toBe('no: [yaml');
});

test('each template of the starter workspace adds its stages at the end of the root file system', async () => {
  await cp(path.join(assets, 'starter/workspace'), path.join(dir, 'w'), { recursive: true });
  await put('studio.json', '{"version": 1, "starter": true}');
  const images = await open();
  const before = await read('images/minimal.mpp.yml');
  const templates = await images['workspace.templates'](undefined);
  // Its repository has no podman.
  expect(templates.map(({ id }) => id)).toEqual(['minimal', 'files', 'service-and-user']);
  expect(templates.every(({ title, summary }) => title !== '' && summary !== '')).toBe(true);
  for (const { id } of templates) {
    const name = `made_${id.replaceAll('-', '_')}`;
    const { path: file } = await images['workspace.newImage']({ name, from: { kind: 'template', id } });
    const text = await read(file);
    expect(parse(text)).toMatchObject({ 'mpp-vars': { name } });
    expect(rootfs(text).slice(0, rootfs(before).length)).toEqual(rootfs(before));
    expect(rootfs(text).length > rootfs(before).length).toBe(id !== 'minimal');
    // Everything that was there is still there, comments too.
    const kept = before.replace('name: minimal', `name: ${name}`).split('\n');
    expect(text.split('\n').filter((line) => kept.includes(line)).length).toBeGreaterThanOrEqual(kept.length);
  }
  const container = { kind: 'template', id: 'container' } as const;
  await expect(images['workspace.newImage']({ name: 'c', from: container })).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('stages and packages go in however the lists are indented; other forms are left alone', () => {
  const image = (indent: string): string => `pipelines:
${indent}- name: rootfs
${indent}  stages:
${indent}  - type: org.osbuild.rpm
${indent}    inputs:
${indent}      packages:
${indent}        mpp-depsolve:
${indent}          packages:
${indent}            mpp-join:
${indent}            - mpp-eval: base   # those of all
${indent}            - - vim

${indent}          excludes: []
${indent}  - type: last
${indent}    options: {a: 1}

# the end
${indent}- name: other
`;
  for (const indent of ['', '  ', '      ']) {
    const text = image(indent);
    const more = withStages(withPackages(text, ['podman', 'git'])!, '- type: new\n  options: {}\n')!;
    const stages = rootfs(more) as { type: string; inputs?: { packages: unknown } }[];
    expect(stages.map(({ type }) => type)).toEqual(['org.osbuild.rpm', 'last', 'new']);
    expect(stages[0]!.inputs!.packages).toEqual({
      'mpp-depsolve': { packages: { 'mpp-join': [{ 'mpp-eval': 'base' }, ['vim'], ['podman', 'git']] }, excludes: [] },
    });
    expect(more).toContain('# those of all');
    expect(more).toContain(`\n# the end\n`);
  }
  expect(withStages('pipelines: [{name: rootfs, stages: [{type: a}]}]\n', '- type: new\n')).toBeUndefined();
  expect(withStages('pipelines:\n- name: rootfs\n  stages:\n    mpp-eval: x\n', '- type: new\n')).toBeUndefined();
  expect(withStages('pipelines:\n- name: rootfs\n  stages:\n  - type: a', '- type: new\n')).toBe(
    'pipelines:\n- name: rootfs\n  stages:\n  - type: a\n  - type: new\n',
  );
  expect(withPackages(image('').replace('mpp-join', 'mpp-eval'), ['x'])).toBeUndefined();
});
