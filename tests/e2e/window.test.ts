/** The window itself: places by mouse and keyboard, the palette, themes, narrow and wide, and what it may not do. */
import { expect, goTo, picture, test, type Place } from './app';

const PLACES: readonly Place[] = ['Compose', 'Packages', 'Builds', 'History', 'Machines', 'Set-up'];

test('every place opens, in both themes and both sizes, and nothing is cut off', async ({ open }) => {
  const { app, window } = await open();
  const complaints: string[] = [];
  window.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  window.on('pageerror', (error) => complaints.push(error.message));
  for (const [width, height] of [
    [1440, 900],
    [1024, 700],
  ] as const) {
    await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setSize(...size), [
      width,
      height,
    ] as [number, number]);
    await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width);
    for (const colorScheme of ['dark', 'light'] as const) {
      await window.emulateMedia({ colorScheme });
      for (const place of PLACES) {
        await goTo(window, place);
        await expect(window.getByRole('main')).toBeVisible();
        expect(await window.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        await picture(window, `empty-${place.toLowerCase()}-${width}-${colorScheme}`);
      }
    }
  }
  expect(complaints).toEqual([]);
});

test('places by keyboard, and anything by the palette', async ({ open }) => {
  const { window } = await open();
  await window.keyboard.press('Control+4');
  await expect(window.getByRole('heading', { name: 'History', level: 1 })).toBeVisible();
  await window.keyboard.press('Control+k');
  const palette = window.getByRole('dialog', { name: 'Go to anything' });
  await palette.getByLabel('Go to').fill('go machines');
  await window.keyboard.press('Enter');
  await expect(window.getByRole('heading', { name: 'Machines', level: 1 })).toBeVisible();
  await expect(palette).toHaveCount(0);
});

test('the set-up page names the engine, the privilege and every program', async ({ open }) => {
  const { window } = await open();
  await goTo(window, 'Set-up');
  await expect(window.getByText('built-in engine').first()).toBeVisible();
  await expect(window.getByText('bubblewrap', { exact: true })).toBeVisible();
  await window.getByRole('button', { name: 'Test', exact: true }).click();
  await expect(window.getByText(/guests are emulated|answered under KVM/)).toBeVisible({ timeout: 20_000 });
});

test('a define with a typo is flagged with the nearest name, and mended by one click', async ({ open }) => {
  const { window } = await open();
  await window.getByRole('textbox', { name: 'Name of the define' }).fill('distro_versoin');
  await window.getByRole('textbox', { name: 'Value of the define' }).fill('3');
  await window.getByRole('button', { name: 'Add', exact: true }).click();
  await window.getByRole('button', { name: 'Rename to distro_version' }).click();
  await expect(window.getByRole('textbox', { name: 'distro_version', exact: true })).toHaveValue('3');
});

test('a manifest is edited, saved, and its fault is shown at its line', async ({ open }) => {
  const { window } = await open();
  const editor = window.getByRole('textbox', { name: 'images/minimal.mpp.yml' });
  await editor.click();
  await window.keyboard.press('Control+Home');
  await window.keyboard.type('mpp-vars: [\n');
  await window.keyboard.press('Control+s');
  await window.getByRole('tab', { name: /Problems/ }).click();
  await expect(window.getByText('The YAML cannot be read').first()).toBeVisible();
  await editor.click();
  for (let turn = 0; turn < 5; turn += 1) await window.keyboard.press('Control+z');
  await window.keyboard.press('Control+s');
  await expect(window.getByText('The YAML cannot be read')).toHaveCount(0);
});

test('the page has no Node, and no way to another page', async ({ open }) => {
  const { window } = await open();
  expect(await window.evaluate(() => [typeof globalThis.process, typeof globalThis.require])).toEqual([
    'undefined',
    'undefined',
  ]);
  const before = window.url();
  await window.evaluate(() => {
    location.href = 'https://example.org/';
  });
  await expect.poll(() => window.url()).toBe(before);
});

test('a second start on the same folder ends, and the first goes on', async ({ open, dataDir }) => {
  const { window } = await open();
  const second = await open().catch((error: unknown) => error);
  expect(second).toBeInstanceOf(Error);
  await goTo(window, 'Builds');
  await expect(window.getByRole('heading', { name: 'Builds', level: 1 })).toBeVisible();
  expect(dataDir).not.toBe('');
});
