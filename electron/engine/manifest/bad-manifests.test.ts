/** Every way to get a manifest wrong gives one clear message with its place, quickly, and nothing escapes. */
import { execFileSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Problem, Target, Workspace } from '../../../shared/manifest/types';
import { resolveTarget } from './resolve-target';
import { createWorkspaceMemory } from './workspace-memory';

const ROOT = 'images/bad.mpp.yml';
const target: Target = {
  layout: 'images',
  name: 'd-t-bad-ostree.x86_64',
  distro: 'd',
  target: 't',
  image: 'bad',
  type: 'ostree',
  arch: 'x86_64',
  formats: ['qcow2'],
  manifest: ROOT,
};
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'studio-bad-'));
  await mkdir(path.join(folder, 'w/images'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const put = (name: string, data: string | Uint8Array): Promise<void> => writeFile(path.join(folder, 'w', name), data);

async function problemsOf(text: string | undefined, more: { defines?: object; texts?: Record<string, string> } = {}) {
  if (text !== undefined) await put(ROOT, text);
  const workspace: Workspace = {
    path: path.join(folder, 'w'),
    name: 'w',
    starter: false,
    ostreeRepo: '/none',
    outputDir: '/none',
    targets: [target],
    favourites: [],
    files: [{ path: ROOT, kind: 'image' }],
  };
  const refuse = (): Promise<never> => Promise.reject(new Error('nothing may be asked here'));
  const started = performance.now();
  const resolved = await resolveTarget(
    { workspace, target, defines: { ...more.defines }, cache: '', ...(more.texts ? { texts: more.texts } : {}) },
    { solve: refuse, inspectImage: refuse, resolveCommit: refuse, memory: createWorkspaceMemory() },
    new AbortController().signal,
  );
  expect(performance.now() - started).toBeLessThan(8000);
  return resolved;
}

const at = ({ file, line, column }: Problem): string => `${file}:${line}:${column}`;

/** The only problem, which must say where and what to do. */
async function problemOf(text: string | undefined): Promise<string> {
  const { problems, manifest } = await problemsOf(text);
  expect(manifest).toBeUndefined();
  expect(problems).toHaveLength(1);
  const [problem] = problems as [Problem];
  expect(problem.hint).toMatch(/\S/);
  expect(problem.message).toMatch(/^\S.*\.$/s);
  return `${at(problem)} ${problem.message}`;
}

const HEAD = "version: '2'\n";
const stage = (lines: string): string =>
  `${HEAD}pipelines:\n- name: os\n  stages:\n  - type: org.osbuild.rpm\n    inputs:\n${lines.replace(/^/gm, '      ')}\n`;
const packages = (directive: string): string =>
  stage(`packages:\n  type: org.osbuild.files\n  origin: org.osbuild.source\n  mpp-depsolve:${directive}`);
const file = (directive: string): string =>
  stage(`f:\n  type: org.osbuild.files\n  origin: org.osbuild.source\n  mpp-embed:${directive}`);
const images = (directive: string): string =>
  stage(
    `images:\n  type: org.osbuild.containers\n  origin: org.osbuild.source\n  mpp-resolve-images:${directive}`,
  ).replace('org.osbuild.rpm', 'org.osbuild.skopeo');
const commits = (directive: string): string =>
  stage(
    `commits:\n  type: org.osbuild.ostree\n  origin: org.osbuild.source\n  mpp-resolve-ostree-commits:${directive}`,
  ).replace('org.osbuild.rpm', 'org.osbuild.ostree.pull');
const vars = (lines: string): string => `${HEAD}mpp-vars:\n${lines.replace(/^/gm, '  ')}\npipelines: []\n`;

describe('each directive, malformed', () => {
  test.each([
    ['mpp-vars of a wrong type', `${HEAD}mpp-vars: text\npipelines: []\n`, ':2:11', "'mpp-vars' must be a mapping"],
    [
      'mpp-import-pipelines of a wrong type',
      `${HEAD}pipelines:\n- mpp-import-pipelines: x\n`,
      ':3:25',
      'must be a mapping',
    ],
    [
      'mpp-import-pipelines without a path',
      `${HEAD}pipelines:\n- mpp-import-pipelines: {ids: [a]}\n`,
      ':3:25',
      "'path' is missing",
    ],
    [
      'mpp-import-pipelines with wrong ids',
      `${HEAD}pipelines:\n- mpp-import-pipelines: {path: other.yml, ids: 3}\n`,
      ':3:25',
      "'ids' must be a list",
    ],
    [
      'mpp-import-pipeline without an id',
      `${HEAD}pipelines:\n- mpp-import-pipeline: {path: other.yml}\n`,
      ':3:24',
      "'id' is missing",
    ],
    [
      'an unknown import',
      `${HEAD}pipelines:\n- mpp-import-pipelines: {path: gone.yml}\n`,
      ':3:32',
      "'gone.yml' that is imported here does not exist",
    ],
    ['pipelines of a wrong type', `${HEAD}pipelines: text\n`, ':2:12', "'pipelines' must be a list"],
    ['a pipeline of a wrong type', `${HEAD}pipelines:\n- text\n`, ':3:3', 'must be a mapping'],
    ['mpp-eval of a list', vars('x: {mpp-eval: [1]}'), ':3:17', 'must be a string'],
    ['mpp-eval with a mistake of syntax', vars("x: {mpp-eval: '1 +'}"), ':3:18', 'invalid syntax'],
    ['mpp-eval of an unknown name', vars("x: {mpp-eval: '1 + nothing'}"), ':3:22', "'nothing' is not defined"],
    ['mpp-if of an unknown name', vars('x: {mpp-if: nothing, then: 1}'), ':3:15', "'nothing' is not defined"],
    ['mpp-format-int of no number', vars('x: {mpp-format-int: text}'), ':3:23', 'did not give a number'],
    ['mpp-format-json of no JSON', vars("x: {mpp-format-json: '{{'}"), ':3:24', 'did not give JSON'],
    ['mpp-format-string with a mistake', vars("x: {mpp-format-string: '{1 +}'}"), ':3:27', 'syntax'],
    ['mpp-join of a number', vars('x: {mpp-join: 3}'), ':3:17', 'mpp-join failed'],
    ['mpp-join of numbers', vars('x: {mpp-join: [3]}'), ':3:17', 'mpp-join failed'],
    ['mpp-depsolve of a wrong type', packages(' x'), ':10:23', "'mpp-depsolve' must be a mapping"],
    [
      'mpp-depsolve without an architecture',
      packages('\n    module-platform-id: p\n    repos: [{id: a, baseurl: http://x}]\n    packages: [bash]'),
      ':11:11',
      "'architecture' is missing",
    ],
    ['mpp-depsolve of wrong packages', packages(' {packages: bash}'), ':10:34', "'packages' must be a list of texts"],
    [
      'mpp-depsolve of wrong repos',
      packages(' {packages: [a], module-platform-id: p, repos: x}'),
      ':10:69',
      "'repos' must be a list",
    ],
    ['mpp-depsolve without repos', packages(' {packages: [a], module-platform-id: p}'), ':10:23', 'no repositories'],
    [
      'a repository without an id',
      packages(' {packages: [a], module-platform-id: p, repos: [{baseurl: x}]}'),
      ':10:70',
      "'id' is missing",
    ],
    [
      'a repository with an unknown key',
      packages(' {packages: [a], module-platform-id: p, repos: [{id: x, url: y}]}'),
      ':10:83',
      "unknown key 'url'",
    ],
    ['mpp-embed of a wrong type', file(' x'), ':10:20', "'mpp-embed' must be a mapping"],
    ['mpp-embed without an id', file(' {text: x}'), ':10:20', "needs an 'id'"],
    ['mpp-embed of nothing', file(' {id: x}'), ':10:20', 'must have one of path, url and text'],
    ['mpp-embed of an unknown file', file(' {id: x, path: gone}'), ':10:34', "'gone' to embed does not exist"],
    ['mpp-resolve-images of a wrong type', images(' x'), ':10:29', "'mpp-resolve-images' must be a mapping"],
    ['mpp-resolve-images of wrong images', images(' {images: x}'), ':10:29', "'images' must be a list"],
    ['mpp-resolve-images without a source', images(' {images: [{tag: x}]}'), ':10:39', "'source' is missing"],
    ['mpp-resolve-ostree-commits of a wrong type', commits(' x'), ':10:37', 'must be a mapping'],
    [
      'mpp-resolve-ostree-commits without a ref',
      commits(' {commits: [{remote: {url: x}}]}'),
      ':10:48',
      "'ref' is missing",
    ],
    ['mpp-define-image of a wrong type', `${HEAD}mpp-define-image: x\npipelines: []\n`, ':2:19', 'must be a mapping'],
    [
      'mpp-define-image without a size',
      `${HEAD}mpp-define-image: {table: {label: gpt}}\npipelines: []\n`,
      ':2:19',
      "'size' is missing",
    ],
    [
      'mpp-define-image of a numeric size',
      `${HEAD}mpp-define-image: {size: 5}\npipelines: []\n`,
      ':2:26',
      'must be a text',
    ],
    ['mpp-define-images of a wrong type', `${HEAD}mpp-define-images: x\npipelines: []\n`, ':2:20', 'must be a list'],
    ['an unknown version', "version: '3'\npipelines: []\n", ':1:10', 'must be 1 or 2'],
  ])('%s', async (_, text, place, words) => {
    await put('images/other.yml', `${HEAD}pipelines: [{name: os}]\n`);
    const problem = await problemOf(text);
    expect(problem).toContain(words);
    expect(problem.slice(0, problem.indexOf(' '))).toBe(`${ROOT}${place}`);
  });
});

describe('hostile texts', () => {
  const bomb = ['a: &a0 [x, x, x, x, x, x, x, x, x, x]'];
  for (let i = 1; i < 10; i += 1)
    bomb.push(`a${i}: &a${i} [${Array.from({ length: 10 }, () => `*a${i - 1}`).join(', ')}]`);

  test.each([
    ['an alias bomb', `${HEAD}pipelines: []\n${bomb.join('\n')}\n`, '400,000 values'],
    ['deep nesting', `${HEAD}pipelines: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, 'nested'],
    ['an anchor that contains itself', `${HEAD}pipelines: []\nx: &x [*x]\n`, ''],
    ['a way to classes', vars("x: {mpp-eval: '().__class__.__bases__'}"), '__class__'],
    ['a way to the constructor', vars("x: {mpp-eval: '().constructor'}"), 'constructor'],
    ['a way to modules', vars('x: {mpp-eval: \'__import__("os").system("true")\'}'), ''],
    ['open', vars('x: {mpp-eval: \'open("/etc/passwd").read()\'}'), ''],
    ['a huge power', vars("x: {mpp-eval: '10**10**10'}"), 'too expensive'],
    ['a huge text', vars('x: {mpp-eval: \'"x" * 10**12\'}'), 'too expensive'],
    ['an endless loop', vars("x: {mpp-eval: '[a for a in range(10**9) for b in range(10**9)]'}"), 'too expensive'],
    ['deep recursion', vars(`x: {mpp-eval: '${'('.repeat(5000)}1${')'.repeat(5000)}'}`), ''],
    ['a text that is no mapping', '- a\n', 'not a mapping'],
    ['an empty file', '', 'is empty'],
    ['a tab', `${HEAD}pipelines:\n\t- x\n`, 'YAML cannot be read'],
  ])('%s', async (_, text, words) => {
    const problem = await problemOf(text);
    expect(problem).toContain(words);
    expect(problem).toMatch(/^images\/bad\.mpp\.yml:\d+:\d+ /);
  });

  test('a binary file', async () => {
    await put(
      ROOT,
      Uint8Array.from({ length: 3000 }, (_, index) => (index * 37) % 256),
    );
    expect(await problemOf(undefined)).toBe(`${ROOT}:1:1 '${ROOT}' is not UTF-8 text.`);
  });

  test('a file that imports itself', async () => {
    expect(await problemOf(`${HEAD}pipelines:\n- mpp-import-pipelines: {path: bad.mpp.yml}\n`)).toContain('nested');
  });
});

describe('what is imported', () => {
  const importing = (name: string): string => `${HEAD}pipelines:\n- mpp-import-pipelines:\n    path: ${name}\n`;
  const refused = async (name: string): Promise<string> => {
    const problem = await problemOf(importing(name));
    expect(problem).toContain(`${ROOT}:4:11 `);
    return problem;
  };

  test('a folder, a pipe, a device, a large file or one that may not be read is refused', async () => {
    const place = (name: string): string => path.join(folder, 'w/images', name);
    await mkdir(place('folder.yml'));
    execFileSync('mkfifo', [place('pipe.yml')]);
    await writeFile(place('large.yml'), Buffer.alloc(20 * 1024 * 1024, '#'));
    await symlink('loop.yml', place('loop.yml'));
    expect(await refused('folder.yml')).toContain('is a folder');
    expect(await refused('pipe.yml')).toContain('is no regular file');
    expect(await refused('large.yml')).toContain('is larger than 4 MB');
    expect(await refused('loop.yml')).toContain('leads to itself');
    if (process.getuid?.() === 0) return; // root may read everything
    await writeFile(place('secret.yml'), HEAD);
    await chmod(place('secret.yml'), 0);
    expect(await refused('secret.yml')).toContain('may not be read');
  });

  test('nothing outside of the workspace is read', async () => {
    await writeFile(path.join(folder, 'outside.yml'), `${HEAD}pipelines: []\n`);
    await symlink('../../outside.yml', path.join(folder, 'w/images/link.yml'));
    for (const name of ['../../outside.yml', path.join(folder, 'outside.yml'), 'link.yml', '/dev/zero'])
      expect(await refused(name)).toContain('is outside of the workspace');
  });

  test('nothing outside of it is embedded', async () => {
    await writeFile(path.join(folder, 'secret'), 'secret');
    const problem = await problemOf(file(' {id: x, path: ../../secret}'));
    expect(problem).toContain(`${ROOT}:10:34 '../secret' is outside of the workspace`);
  });
});

describe('several at once', () => {
  test('a mistake of syntax and a define that cannot work are both told', async () => {
    const { problems } = await problemsOf(`${HEAD}pipelines: [\n`, { defines: { extra_rpms: 'vim' } });
    expect(problems.map(({ message }) => message)).toEqual([
      expect.stringContaining("'extra_rpms' must be a list of texts"),
      expect.stringContaining('The YAML cannot be read'),
    ]);
  });

  test('a file that cannot be read makes no define unknown', async () => {
    const { problems } = await problemsOf(`${HEAD}mpp-vars:\n  level: 1\npipelines: [\n`, { defines: { level: 2 } });
    expect(problems.map(({ message }) => message)).toEqual([expect.stringContaining('The YAML cannot be read')]);
  });
});

test('unsaved texts are read instead of the disk, also of files that are not there yet', async () => {
  await put(ROOT, `${HEAD}pipelines: [\n`);
  const { manifest, problems, files } = await problemsOf(undefined, {
    texts: {
      [ROOT]: `${HEAD}pipelines:\n- mpp-import-pipelines: {path: new.yml}\n`,
      'images/new.yml': `${HEAD}pipelines:\n- name: unsaved\n`,
    },
  });
  expect(problems).toEqual([]);
  expect(manifest?.pipelines).toEqual([{ name: 'unsaved' }]);
  expect(files).toEqual([ROOT, 'images/new.yml']);
});
