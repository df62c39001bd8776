/** Folders of RPMs that the studio makes repositories of. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { until } from '../history/testing/ostree';
import { makePlace, TARGET as target, type Place } from './testing/place';

let place: Place;
const at = (...names: string[]): string => path.join(place.folder, ...names);
const index = (folder: string) => place.packages.handlers['packages.indexFolder']({ path: folder });
beforeAll(() => {
  place = makePlace();
  place.rpms('main', [{ name: 'base', version: '1', summary: 'Base' }]);
  place.index('main');
  place.rpms(
    'spare',
    ['one', 'two'].map((name) => ({ name, version: '1', summary: name })),
  );
});
afterAll(() => place.close());

describe('indexing a folder', () => {
  it('makes a repository of it, and renews that', async () => {
    mkdirSync(at('rpms', 'below'), { recursive: true });
    copyFileSync(at('spare', 'one-1-1.noarch.rpm'), at('rpms', 'below', 'one.rpm'));
    const before = place.emitted.length;
    expect(await index('rpms')).toEqual({ packages: 1 });
    expect(place.emitted.slice(before).map(({ name }) => name)).toEqual(['packages.changed']);
    copyFileSync(at('spare', 'two-1-1.noarch.rpm'), at('rpms', 'two.rpm'));
    expect(await index(at('rpms'))).toEqual({ packages: 2 });
    rmSync(at('rpms', 'two.rpm'));
    expect(await Promise.all([index('rpms'), index('rpms')])).toEqual([{ packages: 1 }, { packages: 1 }]);
  });

  it('says what is missing', async () => {
    mkdirSync(at('empty'));
    writeFileSync(at('empty', 'readme.txt'), 'nothing');
    await expect(index('empty')).rejects.toMatchObject({ code: 'invalid-input', message: /holds no RPM/ });
    expect(readdirSync(at('empty'))).toEqual(['readme.txt']);
    await expect(index('none')).rejects.toMatchObject({ code: 'not-found' });
    const { PATH } = process.env;
    process.env.PATH = at('empty');
    try {
      // run() adds the system's own folders for administrators, where createrepo_c is not
      await expect(index('rpms')).rejects.toMatchObject({
        code: 'missing-tool',
        detail: { command: 'sudo apt-get install createrepo-c' },
      });
    } finally {
      process.env.PATH = PATH;
    }
  });
});

describe('a folder that is watched', () => {
  const packages = async () => {
    const found = await place.packages.handlers['packages.repositories']({ target });
    return found.find(({ id }) => id === 'local')?.packages;
  };
  /** Waits for an event, then for what is asked. */
  const becomes = async (count: number) => {
    await expect.poll(packages, { timeout: 20_000, interval: 200 }).toBe(count);
  };

  it('follows RPMs that come, that are half copied, and that go', async () => {
    mkdirSync(at('local'));
    const local = { id: 'local', baseurl: 'local', enabled: true, folder: true };
    await place.packages.handlers['packages.saveRepositories']({ repositories: [local], mirrors: [] });
    expect(await packages()).toBe(0);
    const before = place.emitted.length;
    copyFileSync(at('spare', 'one-1-1.noarch.rpm'), at('local', 'one.rpm'));
    await until(() => place.emitted.length > before);
    await becomes(1);
    const whole = readFileSync(at('spare', 'two-1-1.noarch.rpm'));
    writeFileSync(at('local', 'two.rpm'), whole);
    truncateSync(at('local', 'two.rpm'), 600);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await packages()).toBe(1);
    writeFileSync(at('local', 'two.rpm'), whole);
    await becomes(2);
    rmSync(at('local', 'one.rpm'));
    await becomes(1);
    rmSync(at('local', 'two.rpm'));
    await becomes(0);
  });
});
