/** Lock files: a target held to exact packages. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Defines } from '../../../shared/manifest/types';
import { makePlace, TARGET as target, type Place } from './testing/place';

let place: Place;
const file = () => path.join(place.folder, 'locks', `${target}.json`);
const call = () => place.packages.handlers;
const resolve = (defines: Defines = {}) => place.manifests.resolve({ workspace: place.workspace, target, defines });
const versions = async (defines: Defines = {}) =>
  ((await resolve(defines)).packages.rootfs ?? []).map(({ name, version }) => `${name} ${version}`);

beforeAll(() => {
  place = makePlace();
  place.rpms('main', [
    { name: 'base', version: '1', summary: 'Base', requires: ['lib'] },
    { name: 'lib', version: '1', summary: 'Library' },
    { name: 'tool', version: '1', summary: 'Tool' },
  ]);
  place.index('main');
});
afterAll(() => place.close());

describe('a lock file', () => {
  it('is made of what resolving gives now', async () => {
    expect(await call()['packages.lock']({ target })).toEqual({
      ...{ path: `locks/${target}.json`, exists: false, enabled: false, packages: 0, vanished: [] },
    });
    const lock = await call()['packages.saveLock']({ target });
    expect(lock).toMatchObject({ exists: true, enabled: true, packages: 2, vanished: [], drift: { changes: [] } });
    expect(Math.abs((lock.lockedAt ?? 0) - Date.now())).toBeLessThan(60_000);
    const text = readFileSync(file(), 'utf8');
    expect(text).toContain('"remote_location": "main/base-1-1.noarch.rpm"');
    expect(text).not.toContain(place.folder);
    expect(text).toMatch(/"checksum": "sha256:[0-9a-f]{64}"/);
  });

  it('answers when the repositories have moved on, until it is switched off or updated', async () => {
    const locked = (await resolve()).packages;
    place.rpms('main', [{ name: 'lib', version: '2', summary: 'Library' }]);
    place.index('main');
    expect(await versions()).toEqual(['base 1', 'lib 1']);
    expect((await resolve()).packages).toEqual(locked);
    expect(locked.rootfs?.[0]?.url).toMatch(/^file:\/\/\/.*\/main\/base-1-1\.noarch\.rpm$/);
    const { drift } = await call()['packages.lock']({ target });
    expect(drift?.changes).toMatchObject([{ kind: 'upgraded', name: 'lib', before: '1-1', after: '2-1' }]);
    expect(await call()['packages.preview']({ target, defines: {} })).toMatchObject({ locked: true });
    expect(await call()['packages.setLockEnabled']({ target, enabled: false })).toMatchObject({ enabled: false });
    expect(await versions()).toEqual(['base 1', 'lib 2']);
    expect(await call()['packages.preview']({ target, defines: {} })).toMatchObject({ locked: false });
    await call()['packages.setLockEnabled']({ target, enabled: true });
    expect(await versions()).toEqual(['base 1', 'lib 1']);
  });

  it('says which locked packages are in no repository any more', async () => {
    rmSync(path.join(place.folder, 'main', 'lib-1-1.noarch.rpm'));
    place.index('main');
    expect((await call()['packages.lock']({ target })).vanished).toEqual(['lib-1-1.noarch']);
  });

  it('refuses what it does not cover, naming it', async () => {
    const { manifest, problems } = await resolve({ extra_rpms: ['tool'] });
    expect(manifest).toBeUndefined();
    expect(problems).toMatchObject([
      {
        severity: 'error',
        message: "The lock file does not cover 'tool'.",
        hint: expect.stringContaining('Update the lock file'),
        define: 'extra_rpms',
      },
    ]);
    expect(await call()['packages.saveLock']({ target })).toMatchObject({ drift: { changes: [] }, vanished: [] });
    expect(await versions()).toEqual(['base 1', 'lib 2']);
  });

  it('that is damaged is told with its line, and is never written over', async () => {
    const whole = readFileSync(file(), 'utf8');
    const broken: [string, RegExp][] = [
      [whole.slice(0, whole.length / 2), /damaged in line \d+: /],
      [whole.replace('"version": 1,', '"version": 9,'), /damaged in line 2: version/],
      [
        whole.replace(/"checksum": "sha256:/, '"checksum": "md5:'),
        /damaged in line (?!1:)\d+: requests\.0\.packages\.0\.checksum/,
      ],
      ['', /damaged in line 1/],
    ];
    for (const [text, message] of broken) {
      writeFileSync(file(), text);
      const error = { code: 'invalid-input', message, detail: { file: `locks/${target}.json` } };
      await expect(call()['packages.lock']({ target })).rejects.toMatchObject(error);
      await expect(call()['packages.saveLock']({ target })).rejects.toMatchObject(error);
      await expect(call()['packages.setLockEnabled']({ target, enabled: false })).rejects.toMatchObject(error);
      const { manifest, problems } = await resolve();
      expect(manifest).toBeUndefined();
      expect(problems[0]?.message).toMatch(message);
      expect(readFileSync(file(), 'utf8')).toBe(text);
    }
    writeFileSync(file(), whole);
  });

  it('is removed with its text, which brings it back', async () => {
    const whole = readFileSync(file(), 'utf8');
    const removed = await call()['packages.removeLock']({ target });
    expect(removed).toEqual({ path: `locks/${target}.json`, text: whole });
    expect(await call()['packages.lock']({ target })).toMatchObject({ exists: false, enabled: false });
    await expect(call()['packages.removeLock']({ target })).rejects.toMatchObject({ code: 'not-found' });
    await expect(call()['packages.setLockEnabled']({ target, enabled: true })).rejects.toMatchObject({
      code: 'not-found',
    });
    writeFileSync(path.join(place.folder, removed.path), removed.text);
    expect(await call()['packages.lock']({ target })).toMatchObject({ exists: true, enabled: true });
  });
});
