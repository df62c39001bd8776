import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Workspace } from '../../shared/manifest/types';
import { createFakeStudio } from '../testing/fake-studio';
import { done, job, queue } from '../testing/samples';
import { Layout } from './layout';
import { createWindowParts } from './window-parts';

const workspace: Workspace = {
  path: '/home/me/starter',
  name: 'starter',
  starter: true,
  ostreeRepo: '/home/me/starter/ostree-repo',
  outputDir: '/home/me/starter/output',
  favourites: [],
  targets: [
    {
      layout: 'images',
      name: 'starter-qemu-minimal-ostree.x86_64',
      distro: 'starter',
      target: 'qemu',
      image: 'minimal',
      type: 'ostree',
      arch: 'x86_64',
      formats: ['qcow2', 'repo'],
      manifest: 'images/minimal.mpp.yml',
    },
  ],
  files: [{ path: 'images/minimal.mpp.yml', kind: 'image' }],
};

let disconnect: () => void = () => undefined;

async function open() {
  const studio = createFakeStudio({
    'workspace.current': () => workspace,
    'workspace.recents': () => [],
    'manifest.defines': () => ({}),
    'manifest.setDefines': () => [],
    'manifest.read': () => ({ text: 'version: "2"\n', hash: 'h' }),
    'manifest.resolve': () => new Promise(() => undefined),
    'packages.search': () => ({ rows: [], total: 0, tookMs: 0 }),
    'packages.repositories': () => [],
    'packages.preview': () => new Promise(() => undefined),
    'builds.list': () => [],
    'builds.log': () => ({ records: [], total: 0 }),
    'builds.queue': () => queue(),
    'builds.engines': () => [],
    'builds.enqueue': () => ({ id: '7' }),
    'history.repository': () => ({ path: workspace.ostreeRepo, exists: false, mode: '', size: 0, refs: [] }),
    'history.log': () => [],
    'machines.list': () => [],
    'setup.check': () => ({
      checks: [],
      engine: 'built-in',
      privilege: { kind: 'root', explanation: '' },
      freeBytes: 78_000_000_000,
    }),
    'app.info': () => ({ version: '0.1.0', node: '20', platform: 'Linux', dataDir: '/d' }),
  });
  const parts = createWindowParts(studio.client);
  disconnect = parts.stores.connect();
  render(<Layout parts={parts} />);
  await vi.waitFor(() => expect(parts.stores.manifest.getState().target).toBeDefined());
  return { studio, parts };
}

function press(key: string, keys: Partial<KeyboardEventInit> = {}) {
  fireEvent.keyDown(document.activeElement ?? document.body, { key, ...keys });
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  disconnect();
  cleanup();
});

describe('Layout', () => {
  it('opens every place from the rail and by its number', async () => {
    await open();
    const rail = within(screen.getByRole('navigation', { name: 'Places' }));
    fireEvent.click(rail.getByRole('button', { name: 'Packages' }));
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Packages');
    for (const [key, name] of [...['Builds', 'History', 'Machines', 'Set-up'].entries()]) {
      press(String(key + 3), { ctrlKey: true });
      expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(name);
    }
    press('ArrowLeft', { altKey: true });
    expect(rail.getByRole('button', { name: 'Machines' }).getAttribute('aria-current')).toBe('page');
  });

  it('counts the jobs in the rail and in the status bar', async () => {
    const { studio } = await open();
    const running = job('1', { kind: 'running', startedAt: 1 });
    act(() => studio.emit('builds.changed', { ...running, progress: { ...running.progress, remaining: 48 } }));
    expect(screen.getByText('1 job, about 48 s')).toBeTruthy();
    expect(screen.getByTitle('Builds: 1 job (Ctrl 3)')).toBeTruthy();
    act(() => studio.emit('builds.changed', job('1', done())));
    expect(screen.getByText(/is done\./)).toBeTruthy();
    expect(screen.getByText('no job')).toBeTruthy();
  });

  it('goes to anything from the palette', async () => {
    const { parts } = await open();
    press('k', { ctrlKey: true });
    const field = screen.getByRole('combobox', { name: 'Go to' });
    expect(screen.getByRole('option', { selected: true })).toBeTruthy();
    fireEvent.change(field, { target: { value: 'minimal.mpp' } });
    expect(screen.getByRole('option', { selected: true }).textContent).toContain('images/minimal.mpp.yml');
    fireEvent.change(field, { target: { value: 'go to hist' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(screen.queryByRole('dialog')).toBeNull();
    expect(parts.stores.navigation.getState().place).toBe('history');
  });

  it('moves in the palette with the arrow keys, closes with Escape and with its own keys', async () => {
    await open();
    press('k', { ctrlKey: true });
    const [first, second] = screen.getAllByRole('option');
    press('ArrowDown');
    expect([first, second].map((row) => row?.getAttribute('aria-selected'))).toEqual(['false', 'true']);
    press('Escape');
    expect(screen.queryByRole('dialog')).toBeNull();
    press('p', { ctrlKey: true, shiftKey: true });
    press('3', { ctrlKey: true });
    expect(screen.getByRole('dialog', { name: 'Go to anything' })).toBeTruthy();
    press('k', { ctrlKey: true });
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('does the next step of the loop', async () => {
    const { studio, parts } = await open();
    const steps = within(await screen.findByRole('group', { name: 'From edit to upgrade' }));
    const next = steps.getByRole('button', { current: 'step' });
    expect(next.getAttribute('aria-label')).toBe('Prepare packages: next');
    fireEvent.click(next);
    await vi.waitFor(() => expect(parts.stores.navigation.getState().place).toBe('builds'));
    expect(studio.called.find((call) => call.name === 'builds.enqueue')?.input).toEqual({ kind: 'starter-repository' });
  });

  it('hides the steps until they are asked for', async () => {
    await open();
    fireEvent.click(await screen.findByRole('button', { name: /Hide the steps/ }));
    expect(screen.queryByRole('group', { name: 'From edit to upgrade' })).toBeNull();
    press('k', { ctrlKey: true });
    fireEvent.change(screen.getByRole('combobox', { name: 'Go to' }), { target: { value: 'show the steps' } });
    press('Enter');
    expect(screen.getByRole('group', { name: 'From edit to upgrade' })).toBeTruthy();
  });

  it('lists the keys on F1', async () => {
    await open();
    press('F1');
    expect(screen.getByRole('heading', { name: 'Keyboard shortcuts' })).toBeTruthy();
    expect(screen.getByText('Ctrl Shift Enter')).toBeTruthy();
  });
});
