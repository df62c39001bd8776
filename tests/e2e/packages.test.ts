/** Packages: searched, ticked, the difference read, built; and the commit holds exactly what was announced. */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { expect, goTo, picture, test } from './app';

/** Names of the packages in a commit, from its own database, by rpm itself. */
function packagesOf(repo: string, commit: string, folder: string): string[] {
  const tree = path.join(folder, 'rpmdb');
  execFileSync('ostree', [`--repo=${repo}`, 'checkout', '--user-mode', '--subpath=/usr/share/rpm', commit, tree]);
  const format = '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}\\n';
  const listed = execFileSync('rpm', ['--dbpath', tree, '--query', '--all', '--queryformat', format], {
    encoding: 'utf8',
  });
  return listed.trim().split('\n').sort();
}

/** What the window's own engine answers. */
async function call<T>(window: Page, name: string, input: unknown): Promise<T> {
  const answer = await window.evaluate(
    ([row, value]) =>
      (globalThis as unknown as { studio: { call(row: unknown, value: unknown): Promise<unknown> } }).studio.call(
        row,
        value,
      ),
    [name, input] as const,
  );
  return (answer as { value: T }).value;
}

interface Announced {
  packages: { name: string; version: string; release: string; arch: string }[];
}

test('a package is searched, ticked and built, and nothing else comes', async ({ open, dataDir }) => {
  const { window } = await open();
  await goTo(window, 'Packages');
  await window.getByRole('button', { name: 'Prepare the starter repository' }).click();
  await expect(window.getByRole('option', { name: /^Done Starter repository/ })).toBeVisible({ timeout: 240_000 });
  await goTo(window, 'Packages');
  await expect(window.getByRole('grid', { name: 'Packages' })).toBeVisible();

  // Found by its file, then by its name; told why it needs what it needs.
  await window.getByRole('combobox', { name: 'Search in' }).selectOption({ label: 'Files' });
  const search = window.getByRole('searchbox', { name: 'Search packages' });
  await search.fill('bin/curl');
  await expect(window.getByRole('row', { name: /curl.*\/usr\/bin\/curl/ })).toBeVisible();
  await window.getByRole('combobox', { name: 'Search in' }).selectOption({ label: 'Names' });
  await search.fill('curl');
  await window.getByRole('row', { name: /^Add curl / }).click();
  await window.getByRole('tab', { name: 'Needs' }).click();
  await expect(window.getByRole('region', { name: 'Requires' })).toContainText('libcurl4');
  await window.getByRole('checkbox', { name: 'Add curl', exact: true }).check();
  const added = window.getByRole('region', { name: 'Added' });
  await expect(added.getByRole('button', { name: /curl.*you asked/ })).toBeVisible();
  await expect(added.getByRole('button', { name: /libcurl4.*for curl/ })).toBeVisible();
  await picture(window, 'packages-ticked');
  await window.getByRole('button', { name: 'Sizes' }).click();
  await expect(window.getByRole('list', { name: 'Installed size by package' })).toBeVisible();
  await picture(window, 'packages-sizes');

  const target = 'starter-qemu-minimal-ostree.x86_64';
  const announced = await call<Announced>(window, 'packages.preview', { target, defines: { extra_rpms: ['curl'] } });
  await window.getByRole('button', { name: '.repo', exact: true }).click();
  await expect(window.getByRole('option', { name: /^Done .*repo/ })).toBeVisible({ timeout: 240_000 });
  await goTo(window, 'Packages');
  await expect(window.getByText(/Nothing: the commit has the same \d+ packages/)).toBeVisible({ timeout: 60_000 });
  await picture(window, 'packages-built');

  const { ostreeRepo } = await call<{ ostreeRepo: string }>(window, 'workspace.current', null);
  const ref = execFileSync('ostree', [`--repo=${ostreeRepo}`, 'refs'], { encoding: 'utf8' }).trim();
  expect(packagesOf(ostreeRepo, ref, dataDir)).toEqual(
    announced.packages.map((one) => `${one.name}-${one.version}-${one.release}.${one.arch}`).sort(),
  );
});
