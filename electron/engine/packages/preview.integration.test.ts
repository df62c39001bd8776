/** What a choice would change, what to know of it, and ways out where it cannot be resolved: with the real solver. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toWire } from '../../../shared/errors';
import type { Defines } from '../../../shared/manifest/types';
import { makePlace, TARGET as target, type Place } from './testing/place';

let place: Place;
const preview = (defines: Defines) => place.packages.handlers['packages.preview']({ target, defines });
const picks = (...names: string[]) => preview({ extra_rpms: names });

beforeAll(async () => {
  place = makePlace();
  place.rpms('main', [
    { name: 'base', version: '1', summary: 'Base', requires: ['lib'] },
    { name: 'kernel-core', version: '6', summary: 'Kernel' },
    { name: 'lib', version: '1', summary: 'Library' },
    { name: 'editor', version: '1', summary: 'Editor', requires: ['lib', 'fonts'], provides: ['text-editor'] },
    { name: 'fonts', version: '1', summary: 'Fonts' },
    { name: 'needy', version: '1', summary: 'Needs what is elsewhere', requires: ['elsewhere'] },
    { name: 'old-mail', version: '1', summary: 'Mail', conflicts: ['new-mail'], provides: ['mail'] },
    { name: 'new-mail', version: '1', summary: 'Mail', provides: ['mail'] },
    {
      ...{ name: 'optional', version: '1', summary: 'In a folder of its own' },
      files: { '/opt/optional/data': 'x\n', '/opt/optional/more': 'x\n', '/usr/share/optional': 'x\n' },
    },
  ]);
  place.rpms('team', [{ name: 'elsewhere', version: '1', summary: 'What needy needs' }]);
  for (const name of ['main', 'team']) place.index(name);
  await place.packages.handlers['packages.saveRepositories']({
    repositories: [{ id: 'team', baseurl: 'team', enabled: false, folder: false }],
    mirrors: [],
  });
});
afterAll(() => place.close());

const head = (name: string, version = '1') => ({ name, version, epoch: 0, release: '1', arch: 'noarch', size: 1 });

describe('a preview that resolves', () => {
  it('compares with the head, says why each package is there, and raises flags', async () => {
    place.head = [head('base'), head('lib'), head('kernel-core', '5')];
    const found = await picks('editor', 'kernel-core', 'optional');
    expect(found.problems).toEqual([]);
    expect(found.diff.changes.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      ...['added editor', 'added fonts', 'upgraded kernel-core', 'added optional'],
    ]);
    expect(found.reasons).toEqual({
      lib: { by: 'base', requirement: 'lib' },
      fonts: { by: 'editor', requirement: 'fonts' },
    });
    expect(found.flags.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['kernel kernel-core', 'unfit optional']);
    expect(found.flags[1]?.message).toMatch(/2 files in \/opt/);
    expect(found.packages.filter(({ requested }) => requested).map(({ name }) => name)).toEqual([
      ...['base', 'editor', 'kernel-core', 'optional'],
    ]);
    expect(found).toMatchObject({ against: 'c'.repeat(64), locked: false, fixes: [] });
  });

  it('says that there is no kernel', async () => {
    place.head = undefined;
    const found = await picks();
    expect(found.against).toBeUndefined();
    expect(found.flags.map(({ message }) => message)).toEqual(['The image has no kernel: it cannot boot.']);
  });

  it('answers without the head if that cannot be read', async () => {
    place.head = new Error('no database');
    const found = await picks('editor');
    place.head = undefined;
    expect(found.against).toBeUndefined();
    expect(found.diff.changes.map(({ kind }) => kind)).toEqual(['added', 'added', 'added', 'added']);
    expect(found.problems).toMatchObject([{ severity: 'warning', message: expect.stringContaining('no database') }]);
  });

  it('ends an older one of the same target', async () => {
    const older = picks('editor').then(
      () => 'answered',
      (error: unknown) => toWire(error).code,
    );
    const newer = await picks('fonts');
    expect(await older).toBe('cancelled');
    expect(newer.packages.map(({ name }) => name)).toContain('fonts');
  });
});

describe('ways out', () => {
  const fixes = async (...names: string[]) => {
    const { problems, fixes: found, diff } = await picks(...names);
    expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
    expect(diff.changes).toEqual([]);
    return found;
  };
  /** Does what a fix says, and resolves again. */
  const works = async (names: string[], fix: Awaited<ReturnType<typeof fixes>>[number]) => {
    if (fix.kind === 'enable') return true;
    const next = names.flatMap((name) => (name !== fix.entry ? [name] : fix.kind === 'replace' ? [fix.by] : []));
    return (await picks(...next)).problems.length === 0;
  };

  it('replace a name that nothing has by the nearest, or take it off', async () => {
    const names = ['fonts', 'editr'];
    const found = await fixes(...names);
    expect(found).toEqual([
      { kind: 'replace', title: 'Take editor instead of editr', define: 'extra_rpms', entry: 'editr', by: 'editor' },
      { kind: 'remove', title: 'Take editr off the list', define: 'extra_rpms', entry: 'editr' },
    ]);
    for (const fix of found) expect(await works(names, fix)).toBe(true);
    expect((await picks(...names)).flags).toMatchObject([{ kind: 'vanished', name: 'editr' }]);
  });

  it('take one of two that conflict off', async () => {
    const found = await fixes('old-mail', 'new-mail');
    expect(found.filter(({ kind }) => kind === 'remove').map((fix) => 'entry' in fix && fix.entry)).toEqual([
      ...['old-mail', 'new-mail'],
    ]);
    for (const fix of found) expect(await works(['old-mail', 'new-mail'], fix)).toBe(true);
  });

  it('turn on a repository that has what is missing', async () => {
    expect(await fixes('needy')).toEqual([
      { kind: 'enable', title: 'Turn on the repository team', repository: 'team' },
      { kind: 'remove', title: 'Take needy off the list', define: 'extra_rpms', entry: 'needy' },
    ]);
  });

  it('are none where nothing that is tried helps', async () => {
    expect(await fixes('needy', 'no-such-thing-at-all')).toEqual([]);
  });
});
