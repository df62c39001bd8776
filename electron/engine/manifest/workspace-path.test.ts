import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readWorkspaceFile, workspacePath, writeWorkspaceFile } from './workspace-path';

let folder: string;
let workspace: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-path-'));
  workspace = path.join(folder, 'workspace');
  await mkdir(path.join(workspace, 'images'), { recursive: true });
  await writeFile(path.join(workspace, 'images', 'a.mpp.yml'), 'version: 2\n');
  await writeFile(path.join(folder, 'secret'), 'secret');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

describe('nothing outside of the workspace', () => {
  test.for(['../secret', 'images/../../secret', '/etc/passwd', '', '.', 'images\0.yml'])('%j', async (file) => {
    await expect(workspacePath(workspace, file)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('a link out of it is neither read nor written', async () => {
    await symlink(path.join(folder, 'secret'), path.join(workspace, 'link.yml'));
    await symlink(folder, path.join(workspace, 'up'));
    for (const file of ['link.yml', 'up/secret']) {
      await expect(readWorkspaceFile(workspace, file)).rejects.toMatchObject({ code: 'invalid-input' });
      await expect(writeWorkspaceFile(workspace, file, 'x', '')).rejects.toMatchObject({ code: 'invalid-input' });
    }
    expect(await readFile(path.join(folder, 'secret'), 'utf8')).toBe('secret');
  });

  test('a folder with the same beginning is another folder', async () => {
    await mkdir(`${workspace}-other`);
    await writeFile(`${workspace}-other/a`, '');
    await expect(workspacePath(workspace, '../workspace-other/a')).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('a link within it is followed', async () => {
    await symlink('images/a.mpp.yml', path.join(workspace, 'link.yml'));
    expect((await readWorkspaceFile(workspace, 'link.yml')).text).toBe('version: 2\n');
  });
});

describe('writing', () => {
  test('replaces the file that was read, and leaves nothing else', async () => {
    const { hash } = await readWorkspaceFile(workspace, 'images/a.mpp.yml');
    const written = await writeWorkspaceFile(workspace, 'images/a.mpp.yml', 'new\n', hash);
    expect(await readWorkspaceFile(workspace, 'images/a.mpp.yml')).toEqual({ text: 'new\n', hash: written.hash });
    expect(await readdir(path.join(workspace, 'images'))).toEqual(['a.mpp.yml']);
  });

  test('is refused when somebody else changed the file', async () => {
    const { hash } = await readWorkspaceFile(workspace, 'images/a.mpp.yml');
    await writeFile(path.join(workspace, 'images', 'a.mpp.yml'), 'theirs\n');
    await expect(writeWorkspaceFile(workspace, 'images/a.mpp.yml', 'ours\n', hash)).rejects.toMatchObject({
      code: 'conflict',
    });
    expect((await readWorkspaceFile(workspace, 'images/a.mpp.yml')).text).toBe('theirs\n');
  });
});

test('what is no text file says what it is', async () => {
  await writeFile(path.join(workspace, 'binary.yml'), Buffer.from([0xff, 0xfe, 0x00]));
  await expect(readWorkspaceFile(workspace, 'binary.yml')).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(readWorkspaceFile(workspace, 'images')).rejects.toMatchObject({ message: "'images' is a folder." });
  await expect(readWorkspaceFile(workspace, 'no.yml')).rejects.toMatchObject({ code: 'not-found' });
});
