/** The whole loop by clicking: build, look, boot, change, upgrade, reboot, roll back. */
import type { Locator, Page } from '@playwright/test';
import { expect, goTo, picture, test } from './app';

const BUILD_MS = 5 * 60_000;
const BOOT_MS = 5 * 60_000;

/** Builds the open target and waits until its job is done. */
async function build(window: Page, format: 'qcow2' | 'repo'): Promise<void> {
  await goTo(window, 'Compose');
  await window.getByRole('button', { name: `Build ${format}` }).click();
  const main = window.getByRole('main');
  await expect(main.getByRole('heading', { name: `starter-qemu-minimal-ostree.x86_64.${format}` })).toBeVisible();
  await expect(main.getByRole('button', { name: 'Run again' })).toBeVisible({ timeout: BUILD_MS });
  await expect(main.getByText('done', { exact: true }).first()).toBeVisible();
}

const commits = (window: Page): Locator => window.getByRole('listbox', { name: 'Commits' }).getByRole('option');
/** The section of the deployments pane that speaks of a version. */
const deployment = (window: Page, version: string): Locator =>
  window.locator('section').filter({ has: window.getByText(`Version ${version}`, { exact: true }) });

test('from an empty folder to an upgraded machine and back', async ({ open }) => {
  test.setTimeout(20 * 60_000);
  const { window } = await open();
  await window.emulateMedia({ colorScheme: 'dark' });

  await test.step('the first start opens the starter workspace', async () => {
    await expect(window.getByRole('listitem', { name: 'starter-qemu-minimal-ostree.x86_64' })).toBeVisible();
    await expect(window.getByRole('group', { name: 'From edit to upgrade' })).toBeVisible();
    await picture(window, 'compose-first-start');
  });

  await test.step('an image is built, after the packages that it needs', async () => {
    await build(window, 'qcow2');
    await picture(window, 'builds');
  });

  await test.step('its commit is the first of the history', async () => {
    await goTo(window, 'History');
    await expect(commits(window)).toHaveCount(1);
    await expect(commits(window).first()).toContainText('first commit');
    await expect(window.getByRole('button', { name: /^Job \d+$/ })).toBeVisible();
  });

  await test.step('it boots to its login, and says what it has deployed', async () => {
    await window.getByRole('button', { name: 'Boot', exact: true }).click();
    await expect(window.getByLabel('Serial console of starter-qemu-minimal-ostree.x86_64')).toBeVisible();
    const refresh = window.getByRole('button', { name: 'Refresh' });
    await expect(refresh).toBeEnabled({ timeout: BOOT_MS });
    await refresh.click();
    await expect(deployment(window, '1').getByText('booted')).toBeVisible({ timeout: BOOT_MS });
  });

  await test.step('curl is found, ticked, and its consequences are shown', async () => {
    await goTo(window, 'Packages');
    await window.getByLabel('Search packages').fill('curl');
    await window.getByRole('checkbox', { name: 'Add curl', exact: true }).click();
    await expect(window.getByRole('region', { name: 'Added' })).toContainText('libcurl4', { timeout: 30_000 });
    await picture(window, 'packages');
  });

  await test.step('version 2 with curl is built on the first commit', async () => {
    await goTo(window, 'Compose');
    const version = window.getByRole('textbox', { name: 'distro_version' });
    await version.fill('2');
    await version.press('Enter');
    await picture(window, 'compose');
    await build(window, 'repo');
    await goTo(window, 'History');
    await expect(commits(window)).toHaveCount(2);
    await expect(commits(window).first()).toContainText('adds curl, libcurl4');
    await commits(window).first().click();
    await picture(window, 'history');
  });

  await test.step('the machine upgrades to it', async () => {
    await goTo(window, 'Machines');
    await window.getByRole('button', { name: 'Upgrade' }).click();
    await expect(deployment(window, '2').getByText('pending').first()).toBeVisible({ timeout: BOOT_MS });
    await expect(window.getByRole('paragraph').filter({ hasText: /metadata, \d+ content objects/ })).toBeVisible();
  });

  await test.step('its commit says where it runs, and set-up how', async () => {
    await goTo(window, 'Set-up');
    await expect(window.getByText(/guests are emulated|answered under KVM/)).toBeVisible();
    await picture(window, 'setup');
    await goTo(window, 'Machines');
  });

  await test.step('reboots into it', async () => {
    await window.getByRole('button', { name: 'Reboot into it' }).click();
    await expect(deployment(window, '2').getByText('booted')).toBeVisible({ timeout: BOOT_MS });
    await picture(window, 'machines');
  });

  await test.step('and rolls back', async () => {
    await window.getByRole('button', { name: 'Roll back' }).click();
    await expect(deployment(window, '1').getByText('pending').first()).toBeVisible({ timeout: BOOT_MS });
  });

  await test.step('the machine is ended and removed', async () => {
    await window.getByRole('button', { name: 'Kill' }).click();
    await window.getByRole('dialog').getByRole('button', { name: 'Kill' }).click();
    await window.getByRole('button', { name: 'Remove' }).click();
    await expect(window.getByLabel(/^Serial console/)).toHaveCount(0);
  });
});
