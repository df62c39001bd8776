/** Repositories, mirrors, keys and notes that a team keeps in its workspace. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Defines } from '../../../shared/manifest/types';
import type { WorkspaceRepository } from '../../../shared/packages/types';
import { makePlace, manifestText, serve, TARGET, type Place } from './testing/place';

const target = TARGET;
let place: Place;
beforeAll(() => {
  place = makePlace();
  place.rpms('main', [{ name: 'base', version: '1', summary: 'Base' }]);
  place.rpms('team', [{ name: 'tool', version: '2', summary: 'Tool of the team' }]);
  for (const name of ['main', 'team']) place.index(name);
});
afterAll(() => place.close());

const repository = (more: Partial<WorkspaceRepository>): WorkspaceRepository => ({
  ...{ id: 'team', baseurl: 'team', enabled: true, folder: false },
  ...more,
});
const save = (repositories: WorkspaceRepository[], mirrors: { from: string; to: string }[] = [], at = place) =>
  at.packages.handlers['packages.saveRepositories']({ repositories, mirrors });
const resolve = (defines: Defines = {}, at = place) =>
  at.manifests.resolve({ workspace: at.workspace, target, defines });
const names = async (defines: Defines = {}) =>
  Object.values((await resolve(defines)).packages)
    .flat()
    .map(({ name }) => name)
    .sort();
const listed = async (at = place) =>
  (await at.packages.handlers['packages.repositories']({ target })).map(({ id, origin, packages }) => [
    id,
    origin,
    packages,
  ]);

describe('repositories of the workspace', () => {
  it('are handed to the target, are searched, and are kept in studio.json', async () => {
    expect(await listed()).toEqual([['main', 'manifest', 1]]);
    const before = place.emitted.length;
    await save([repository({ priority: 50 })]);
    expect(place.emitted.slice(before).map(({ name }) => name)).toContain('packages.changed');
    expect(await listed()).toEqual([
      ['main', 'manifest', 1],
      ['team', 'workspace', 1],
    ]);
    expect(await names({ extra_rpms: ['tool'] })).toEqual(['base', 'tool']);
    const kept = JSON.parse(readFileSync(path.join(place.folder, 'studio.json'), 'utf8')) as unknown;
    expect(kept).toMatchObject({ repositories: [{ id: 'team', baseurl: 'team', priority: 50 }] });
    expect(await place.packages.handlers['packages.workspaceRepositories'](null)).toEqual({
      repositories: [repository({ priority: 50 })],
      mirrors: [],
    });
  });

  it('are left out when they are disabled', async () => {
    await save([repository({ enabled: false })]);
    expect(await listed()).toEqual([['main', 'manifest', 1]]);
    const { problems, manifest } = await resolve({ extra_rpms: ['tool'] });
    expect(manifest).toBeUndefined();
    expect(problems[0]?.message).toMatch(/'tool'/);
  });

  it("stand beside the person's own and the target's own, each id once", async () => {
    await save([repository({})]);
    const own = { extra_repos: [{ id: 'team', baseurl: pathToFileURL(path.join(place.folder, 'main')).href }] };
    expect((await resolve({ ...own, extra_rpms: ['tool'] })).problems[0]?.message).toMatch(/'tool'/);
    const other = { extra_repos: [{ id: 'own', baseurl: pathToFileURL(path.join(place.folder, 'main')).href }] };
    const { variables } = await resolve({ ...other, extra_rpms: ['tool'] });
    expect(variables.find(({ name }) => name === 'extra_repos')?.value).toMatchObject([{ id: 'own' }, { id: 'team' }]);
    const its = makePlace(manifestText({ own: '[{id: its, baseurl: ../main}]' }));
    try {
      its.rpms('main', [{ name: 'base', version: '1', summary: 'Base' }]);
      its.index('main');
      await save([repository({ id: 'more', baseurl: path.join(place.folder, 'team') })], [], its);
      expect((await listed(its)).map(([id]) => id)).toEqual(['main', 'its', 'more']);
    } finally {
      await its.close();
    }
  });

  it('are told to be without effect where a target takes none', async () => {
    const none = makePlace(manifestText({ extra: false }));
    try {
      none.rpms('main', [{ name: 'base', version: '1', summary: 'Base' }]);
      none.index('main');
      await save([repository({ baseurl: 'main' })], [], none);
      const { problems, manifest } = await resolve({}, none);
      expect(manifest).toBeDefined();
      expect(problems).toMatchObject([
        { severity: 'warning', message: expect.stringContaining("no list 'extra_repos'") },
      ]);
      expect(await listed(none)).toEqual([['main', 'manifest', 1]]);
    } finally {
      await none.close();
    }
  });

  it('are refused when they cannot be used, and nothing is kept', async () => {
    await save([repository({})]);
    const refused = async (
      repositories: WorkspaceRepository[],
      mirrors: { from: string; to: string }[],
      why: RegExp,
    ) => {
      await expect(save(repositories, mirrors)).rejects.toMatchObject({
        code: 'invalid-input',
        message: expect.stringMatching(why),
      });
    };
    await refused([repository({}), repository({})], [], /Two repositories/);
    await refused([repository({ baseurl: '../elsewhere' })], [], /outside/);
    await refused([repository({ baseurl: 'ftp://x/y' })], [], /no address/);
    await refused([repository({ baseurl: 'https://' })], [], /no address/);
    await refused([repository({ baseurl: 'https://example.invalid/', folder: true })], [], /only a folder/);
    await refused([repository({ gpgKey: 'no key' })], [], /no OpenPGP/);
    await refused([], [{ from: 'https://example.invalid/', to: 'nearby' }], /mirror/);
    expect(await listed()).toHaveLength(2);
  });
});

describe('mirrors', () => {
  it('are read instead, by the solver and by the search', async () => {
    const server = await serve(place.folder);
    try {
      const gone = 'http://127.0.0.1:1/pub';
      const mirror = { from: gone, to: server.url };
      await save([repository({ baseurl: `${gone}/team` })], [mirror]);
      expect((await listed()).at(-1)).toEqual(['team', 'workspace', 1]);
      const { packages } = await resolve({ extra_rpms: ['tool'] });
      expect(packages.rootfs?.find(({ name }) => name === 'tool')?.url).toBe(`${server.url}/team/tool-2-1.noarch.rpm`);
      // Only whole parts of an address count.
      await save([repository({ baseurl: `${gone}lic/team` })], [mirror]);
      expect((await listed()).at(-1)).toEqual(['team', 'workspace', 0]);
    } finally {
      await server.close();
    }
  });
});

describe('a key', () => {
  let home: string;
  const gpg = (...argv: string[]): string =>
    execFileSync('gpg', ['--homedir', home, '--batch', '--yes', '--quiet', ...argv], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const keyOf = (user: string) => gpg('--armor', '--export', user);
  beforeAll(() => {
    home = mkdtempSync(path.join(os.tmpdir(), 'studio-gnupg-'));
    for (const user of ['team@example.invalid', 'other@example.invalid'])
      gpg('--passphrase', '', '--quick-gen-key', user, 'ed25519', 'sign', 'never');
  });
  afterAll(() => {
    execFileSync('gpgconf', ['--homedir', home, '--kill', 'all']);
    rmSync(home, { recursive: true, force: true });
  });

  it('must have signed the repository, for the search and for the build', async () => {
    const repomd = path.join(place.folder, 'team', 'repodata', 'repomd.xml');
    const sign = (user: string) => gpg('--armor', '--local-user', user, '--detach-sign', repomd);
    const found = async () => {
      await place.packages.handlers['packages.refresh']({ target });
      const [, team] = await place.packages.handlers['packages.repositories']({ target });
      const { problems } = await resolve({ extra_rpms: ['tool'] });
      return { problem: team?.problem, signed: team?.signed, build: problems[0]?.message };
    };
    await save([repository({ gpgKey: keyOf('team@example.invalid') })]);
    expect(await found()).toMatchObject({
      problem: expect.stringContaining('is not signed'),
      build: expect.stringContaining("'team' is not used"),
    });
    sign('other@example.invalid');
    expect((await found()).problem).toMatch(/another key/);
    sign('team@example.invalid');
    expect(await found()).toEqual({ problem: undefined, signed: true, build: undefined });
    const whole = readFileSync(repomd);
    writeFileSync(repomd, `${whole.toString()}<!-- changed -->`);
    const changed = await found();
    expect(changed.problem).toMatch(/signature .* is bad/);
    expect(changed.build).toMatch(/signature .* is bad/);
    writeFileSync(repomd, whole);
  });
});

describe('notes', () => {
  it('say why a package was picked, and are taken away again', async () => {
    const { handlers } = place.packages;
    await handlers['packages.setNote']({ target, name: 'tool', note: 'Needed by the tests' });
    await handlers['packages.setNote']({ target, name: 'base', note: 'Second' });
    expect(Object.entries(await handlers['packages.notes']({ target }))).toEqual([
      ['tool', 'Needed by the tests'],
      ['base', 'Second'],
    ]);
    await Promise.all(['tool', 'base'].map((name) => handlers['packages.setNote']({ target, name, note: null })));
    expect(await handlers['packages.notes']({ target })).toEqual({});
    await expect(handlers['packages.setNote']({ target: 'none', name: 'x', note: 'y' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
