/** A foreign folder: opened, a target found, a typo in a define mended, stages reordered, and what that changes seen. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, picture, test } from './app';
import { makeForeignWorkspace } from './foreign';

const TARGET = 'cs9-qemu-qa-ostree.x86_64';
const IMAGE = 'images/qa.mpp.yml';

/** The desktop's dialog is the desktop's own: it answers with this folder. */
async function answerDialog(app: ElectronApplication, folder: string): Promise<void> {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] });
  }, folder);
}

async function openForeign(app: ElectronApplication, window: Page, folder: string): Promise<void> {
  await answerDialog(app, folder);
  await window.getByRole('button', { name: 'Switch the workspace' }).click();
  await window.getByRole('menuitem', { name: /Open a folder/ }).click();
  await expect(window.getByRole('heading', { name: path.basename(folder), level: 1 })).toBeVisible();
}

const stages = (window: Page) => window.getByRole('listbox', { name: 'Stages' });
const stage = (window: Page, name: string) => stages(window).getByRole('option', { name: new RegExp(name) });

test('a foreign folder is opened, mended and reordered', async ({ open, dataDir }) => {
  const folder = path.join(dataDir, 'work', 'sample-images');
  await makeForeignWorkspace(folder);
  const { app, window } = await open();
  await openForeign(app, window, folder);

  // The target is found by parts of its name, and marked.
  const filter = window.getByRole('searchbox', { name: 'Filter targets and files' });
  await filter.fill('qa ost x86 qemu');
  const target = window.getByRole('button', { name: TARGET, exact: true });
  await expect(window.getByRole('button', { name: /^cs9-.*x86_64$/ }).filter({ hasText: 'qa-ostree' })).toHaveCount(1);
  await target.click();
  await expect(window.getByRole('heading', { name: TARGET })).toBeVisible();
  await window.getByRole('button', { name: `Favourite ${TARGET}` }).click();
  await filter.fill('');

  // A typo is told with the name that was meant; one click mends it, and the package is in the image.
  await window.getByRole('textbox', { name: 'Name of the define' }).fill('extra_rpm');
  await window.getByRole('textbox', { name: 'Value of the define' }).fill('["htop"]');
  await window.getByRole('button', { name: 'Add', exact: true }).click();
  const typo = window.getByRole('region', { name: 'extra_rpm', exact: true });
  await expect(typo.getByRole('alert')).toContainText("No manifest reads or sets 'extra_rpm'.");
  await picture(window, 'compose-typo');
  await typo.getByRole('button', { name: 'Rename to extra_rpms' }).click();
  await expect(typo).toHaveCount(0);
  await window.getByRole('tab', { name: /Pipelines/ }).click();
  await expect(stage(window, 'org.osbuild.rpm')).toContainText('3 packages');

  // A stage is moved with the keyboard: the text changes, with its comment, and the picture follows.
  await stage(window, 'org.osbuild.hostname').click();
  await expect(window.getByRole('heading', { name: 'org.osbuild.hostname' })).toBeVisible();
  await expect(window.getByRole('region', { name: 'Why is it here' })).toContainText(IMAGE);
  await window.keyboard.press('Alt+ArrowDown');
  await expect(stages(window).getByRole('option').nth(3)).toContainText('org.osbuild.hostname');
  await picture(window, 'compose-moved');

  // What that changes in the resolved manifest is told before anything is saved.
  await window.getByRole('tab', { name: 'JSON' }).click();
  await window.getByRole('combobox', { name: /Compare/ }).selectOption({ label: 'Compare with before the edit' });
  await expect(window.getByText('1 stage moved')).toBeVisible();
  await expect(window.getByText('Against what was before the edit')).toBeVisible();
  await picture(window, 'compose-compared');
  const before = await readFile(path.join(folder, IMAGE), 'utf8');
  expect(before.indexOf('org.osbuild.hostname')).toBeLessThan(before.indexOf('org.osbuild.timezone'));

  // It is saved from the text, comments included; git's letter says that it changed.
  await window.getByRole('tab', { name: 'Manifest' }).click();
  await window.keyboard.press('Control+s');
  await expect
    .poll(async () => (await readFile(path.join(folder, IMAGE), 'utf8')).replace(/\s+/g, ' '))
    .toMatch(/# where it stands - type: org\.osbuild\.timezone .* # the machine's name - type: org\.osbuild\.hostname/);
  await expect(window.getByRole('button', { name: /qa\.mpp\.yml/ }).first()).toContainText('M');
  await picture(window, 'compose-saved');
});

test('what somebody else writes is merged into what is being written', async ({ open, dataDir }) => {
  const folder = path.join(dataDir, 'work', 'sample-images');
  await makeForeignWorkspace(folder);
  const { app, window } = await open();
  await openForeign(app, window, folder);
  await window.getByRole('button', { name: /^qa\.mpp\.yml/ }).click();
  const editor = window.locator('.cm-content').first();
  await expect(editor).toContainText('org.osbuild.timezone');
  await editor.click();
  await window.keyboard.press('Control+Home');
  await window.keyboard.type('# written here\n');
  const file = path.join(folder, IMAGE);
  const theirs = (await readFile(file, 'utf8')).replace('Europe/Berlin', 'Europe/Paris');
  await writeFile(file, theirs);
  await expect(editor).toContainText('Europe/Paris');
  await expect(editor).toContainText('# written here');
  await window.keyboard.press('Control+s');
  await expect.poll(() => readFile(file, 'utf8')).toBe(`# written here\n${theirs}`);
});

test('all targets are checked without building, and a broken one is led to', async ({ open, dataDir }) => {
  const folder = path.join(dataDir, 'work', 'sample-images');
  await makeForeignWorkspace(folder);
  await writeFile(
    path.join(folder, 'include/target-rpi4.ipp.yml'),
    "version: '2'\nmpp-vars:\n  target_rpms: [nosuch]\n",
  );
  const { app, window } = await open();
  await openForeign(app, window, folder);
  await window.getByRole('tab', { name: 'Check' }).click();
  await window.getByRole('button', { name: /^Check (all|16)/ }).click();
  await expect(window.getByRole('status').filter({ hasText: '8 failed' })).toBeVisible({ timeout: 60_000 });
  await picture(window, 'compose-check');
  await window.getByTitle(/^cs9-rpi4-qa-ostree\.x86_64: Failed/).click();
  await expect(window.getByRole('heading', { name: 'cs9-rpi4-qa-ostree.x86_64', level: 2 })).toBeVisible();
  await expect(window.getByText("No repository has a package 'nosuch'.").first()).toBeVisible();
});
