import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SetupReport } from '../../../shared/setup';
import { createFakeStudio } from '../../testing/fake-studio';
import { SetupPlace } from './setup-place';
import { createSetupStore } from './store';

const report: SetupReport = {
  checks: [
    { id: 'ostree', title: 'OSTree', purpose: 'commits trees', state: 'ok', found: '2022.7' },
    {
      id: 'bwrap',
      title: 'bubblewrap',
      purpose: 'runs stages in a sandbox',
      state: 'missing',
      problem: 'bubblewrap is not installed.',
      command: 'sudo apt-get install bubblewrap',
    },
    { id: 'osbuild', title: 'osbuild', purpose: 'the reference engine', state: 'warning', problem: 'Not installed.' },
    {
      id: 'accelerator',
      title: 'Acceleration',
      purpose: 'makes machines fast',
      state: 'warning',
      problem: 'Not tested.',
    },
  ],
  engine: 'built-in',
  privilege: { kind: 'sudo', explanation: 'Builds ask sudo for root.' },
  freeBytes: 78_000_000_000,
};
const reason = '/dev/kvm hangs: the test kernel did not answer in 5 s';
const tcg = { kind: 'tcg' as const, reason, arguments: ['-accel', 'tcg'] };

async function open(section?: string) {
  const studio = createFakeStudio({
    'setup.check': ({ probe }: { probe: boolean }) => (probe ? { ...report, accelerator: tcg } : report),
    'app.info': () => ({ version: '0.1.0', node: '20.1.0', platform: 'Linux', dataDir: '/home/me/data' }),
  });
  const store = createSetupStore(studio.client);
  store.getState().connect();
  await vi.waitFor(() => expect(store.getState().report && store.getState().info).toBeTruthy());
  const onSection = vi.fn();
  const choose = vi.fn();
  render(
    <SetupPlace
      store={store}
      section={section}
      onSection={onSection}
      theme={{ choice: 'dark', choose }}
      keys={[{ title: 'Building', keys: [{ title: 'Build qcow2', shortcuts: ['Ctrl Enter'] }] }]}
    />,
  );
  return { studio, onSection, choose };
}

afterEach(cleanup);

describe('SetupPlace', () => {
  it('names what is missing first, with the command that mends it', async () => {
    await open();
    const row = within(screen.getByRole('region', { name: 'Missing' })).getByRole('listitem', { name: 'bubblewrap' });
    expect(within(row).getByText('bubblewrap is not installed.')).toBeTruthy();
    expect(within(row).getByText('sudo apt-get install bubblewrap')).toBeTruthy();
    expect(within(row).getByRole('button', { name: 'Copy' })).toBeTruthy();
    expect(screen.getByText('1 missing')).toBeTruthy();
    expect(within(screen.getByRole('region', { name: 'Found' })).getByText('2022.7')).toBeTruthy();
  });

  it('says who executes manifests and with which rights', async () => {
    await open();
    expect(within(screen.getByRole('listitem', { name: 'Engine' })).getByText('built-in engine')).toBeTruthy();
    expect(
      within(screen.getByRole('listitem', { name: 'Privilege' })).getByText('Builds ask sudo for root.'),
    ).toBeTruthy();
  });

  it('tests the accelerator and says why it is what it is', async () => {
    const { studio } = await open();
    const row = screen.getByRole('listitem', { name: 'Accelerator' });
    fireEvent.click(within(row).getByRole('button', { name: 'Test' }));
    expect(await within(row).findByText(reason)).toBeTruthy();
    expect(within(row).getByText('TCG (emulation)')).toBeTruthy();
    expect(studio.called.at(-1)).toEqual({ name: 'setup.check', input: { probe: true } });
  });

  it('leads to its parts', async () => {
    const { onSection } = await open();
    fireEvent.click(screen.getByRole('button', { name: 'Keyboard' }));
    expect(onSection).toHaveBeenCalledWith('keyboard');
  });

  it('lists the keys', async () => {
    await open('keyboard');
    expect(screen.getByText('Build qcow2')).toBeTruthy();
    expect(screen.getByText('Ctrl Enter')).toBeTruthy();
  });

  it('changes the theme', async () => {
    const { choose } = await open('appearance');
    fireEvent.click(screen.getByRole('radio', { name: /Light/ }));
    expect(choose).toHaveBeenCalledWith('light');
  });
});
