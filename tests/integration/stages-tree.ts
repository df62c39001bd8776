/** What is in a tree, as lines that can be compared: kind, mode, owner, path, content, extended attributes. */
import { createHash } from 'node:crypto';
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import path from 'node:path';
import { run } from '../../electron/engine/run';

/** `f 0644 0:0 etc/hostname bd3db69ef0b2ac1f 9`: the first half of a SHA-256, and bytes. */
export async function treeRows(root: string): Promise<string[]> {
  const rows: string[] = [];
  const visit = async (at: string): Promise<void> => {
    for (const name of (await readdir(path.join(root, at))).sort()) {
      const inner = path.posix.join(at, name);
      const file = path.join(root, inner);
      const found = await lstat(file);
      const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
      const kind = found.isDirectory() ? 'd' : found.isSymbolicLink() ? 'l' : found.isFile() ? 'f' : 'o';
      const head = `${kind} ${mode} ${found.uid}:${found.gid} ${inner}`;
      if (kind === 'l') rows.push(`${head} ${await readlink(file)}`);
      else if (kind === 'f') rows.push(`${head} ${sha256(await readFile(file)).slice(0, 16)} ${found.size}`);
      else rows.push(head);
      if (kind === 'd') await visit(inner);
    }
  };
  await visit('');
  return rows.sort();
}

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Extended attributes of all files, a line each: `etc/x security.capability=0sAQ…`. */
export async function attributeRows(root: string): Promise<string[]> {
  const script = [
    'import os, sys, base64',
    'for folder, names, files in os.walk(sys.argv[1]):',
    '    for name in names + files:',
    '        path = os.path.join(folder, name)',
    '        for key in os.listxattr(path, follow_symlinks=False):',
    '            value = os.getxattr(path, key, follow_symlinks=False)',
    '            print(os.path.relpath(path, sys.argv[1]), key, base64.b64encode(value).decode())',
  ];
  const { stdout } = await run('python3', ['-c', script.join('\n'), root], { maxOutput: 16 * 1024 * 1024 });
  return stdout.split('\n').filter(Boolean).sort();
}
