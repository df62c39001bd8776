import { execFileSync } from 'node:child_process';
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
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

describe('what a file is besides its text', () => {
  const file = 'images/a.mpp.yml';
  const place = (): string => path.join(workspace, file);
  const save = async (text: string, name = file): Promise<void> => {
    const { hash } = await readWorkspaceFile(workspace, name);
    await writeWorkspaceFile(workspace, name, text, hash);
  };

  test('permissions, owner, line endings, a byte order mark and a link stay', async () => {
    await chmod(place(), 0o6664);
    await symlink('images/a.mpp.yml', path.join(workspace, 'link.yml'));
    const before = await stat(place());
    await save('\ufeffone\r\ntwo\n', 'link.yml');
    const after = await stat(place());
    expect([after.mode, after.uid, after.gid]).toEqual([before.mode, before.uid, before.gid]);
    expect(await readFile(place(), 'utf8')).toBe('\ufeffone\r\ntwo\n');
    expect((await lstat(path.join(workspace, 'link.yml'))).isSymbolicLink()).toBe(true);
    expect((await readWorkspaceFile(workspace, file)).text).toBe('\ufeffone\r\ntwo\n');
  });

  test.runIf(process.getuid?.() === 0)('an administrator who saves a file does not take it away', async () => {
    await chown(place(), 12345, 12346);
    await save('new');
    expect(await stat(place())).toMatchObject({ uid: 12345, gid: 12346 });
  });

  test.skipIf(process.getuid?.() === 0)(
    'a write-protected file, a closed folder and a closed file say so',
    async () => {
      await chmod(place(), 0o400);
      await expect(save('new')).rejects.toThrow("'images/a.mpp.yml' cannot be written: you have no permission.");
      await chmod(place(), 0o000);
      await expect(readWorkspaceFile(workspace, file)).rejects.toThrow(
        "You have no permission to read 'images/a.mpp.yml'.",
      );
      await chmod(place(), 0o600);
      await chmod(path.dirname(place()), 0o500);
      await expect(save('new')).rejects.toThrow('you have no permission');
      await chmod(path.dirname(place()), 0o000);
      await expect(readWorkspaceFile(workspace, file)).rejects.toThrow('You have no permission');
      await chmod(path.dirname(place()), 0o700);
      expect(await readFile(place(), 'utf8')).toBe('version: 2\n');
    },
  );

  test('of two that write at the same time one is told', async () => {
    const { hash } = await readWorkspaceFile(workspace, file);
    const both = ['mine', 'yours'].map((text) => writeWorkspaceFile(workspace, file, text, hash));
    const results = await Promise.allSettled(both);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(results.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'conflict' } });
    expect(await readFile(place(), 'utf8')).toBe('mine');
  });

  test('pipes, devices, loops and what is too large are refused at once', async () => {
    execFileSync('mkfifo', [path.join(workspace, 'pipe.yml')]);
    await symlink('self.yml', path.join(workspace, 'self.yml'));
    await writeFile(path.join(workspace, 'large.yml'), Buffer.alloc(4 * 1024 * 1024 + 1, 'x'));
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(path.join(workspace, 'socket.yml'), resolve));
    for (const [name, why] of [
      ['pipe.yml', 'is a device or a pipe'],
      ['socket.yml', 'is a device or a pipe'],
      ['self.yml', 'leads to itself'],
      ['large.yml', 'is larger than 4 MB'],
    ] as const) {
      await expect(readWorkspaceFile(workspace, name)).rejects.toThrow(why);
      await expect(writeWorkspaceFile(workspace, name, 'x', '')).rejects.toThrow(why);
    }
    await new Promise((resolve) => server.close(resolve));
    await expect(save('x'.repeat(4 * 1024 * 1024 + 1))).rejects.toThrow('larger than 4 MB');
  });
});

test('what is no text file says what it is', async () => {
  await writeFile(path.join(workspace, 'binary.yml'), Buffer.from([0xff, 0xfe, 0x00]));
  await expect(readWorkspaceFile(workspace, 'binary.yml')).rejects.toMatchObject({ code: 'invalid-input' });
  await expect(readWorkspaceFile(workspace, 'images')).rejects.toMatchObject({ message: "'images' is a folder." });
  await expect(readWorkspaceFile(workspace, 'no.yml')).rejects.toMatchObject({ code: 'not-found' });
});
