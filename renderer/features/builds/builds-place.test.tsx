import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Job } from '../../../shared/builds/types';
import type { WireError } from '../../../shared/errors';
import { createFakeStudio } from '../../testing/fake-studio';
import { checksum, done, job, queue, record, TARGET } from '../../testing/samples';
import { BuildsPlace } from './builds-place';
import { createBuildsStore } from './store';

const now = Date.now();
const error = {
  code: 'tool-failed' as const,
  message: 'dracut could not make the initramfs.',
  hint: 'Install dracut’s ostree module, then retry.',
  detail: {
    stage: 'org.osbuild.dracut',
    exitCode: 1,
    command: 'sudo apt-get install ostree-boot',
    tail: ['dracut[E]: no'],
  },
} satisfies WireError;
const running = job(
  '3',
  { kind: 'running', startedAt: now - 5000 },
  {
    progress: {
      fraction: 0.62,
      label: 'ostree-tree · org.osbuild.dracut',
      phases: [
        {
          name: 'ostree-tree',
          kind: 'pipeline',
          state: 'running',
          stages: [
            { type: 'org.osbuild.copy', state: 'done', duration: 1.2 },
            { type: 'org.osbuild.dracut', state: 'running', startedAt: now - 3000 },
          ],
        },
      ],
    },
  },
);
const failed = job('2', { kind: 'failed', startedAt: now - 9000, endedAt: now - 8000, error });
const finished = job('1', done(now - 60_000), {
  artifacts: [
    { kind: 'image', path: `/out/${TARGET}`, format: 'qcow2', size: 441_000_000, commit: checksum('a1') },
    { kind: 'commit', repo: '/r', ref: 'starter/x86_64/qemu-minimal', checksum: checksum('a1') },
  ],
});

async function open(jobs: Job[], more: Parameters<typeof createFakeStudio>[0] = {}) {
  const studio = createFakeStudio({
    'builds.list': () => jobs,
    'builds.log': () => ({
      records: [
        record(0, 'stage-start', 'org.osbuild.dracut', { phase: 'ostree-tree', stage: 'org.osbuild.dracut' }),
        record(1, 'output', 'dracut: *** Including module: bash ***', {
          phase: 'ostree-tree',
          stage: 'org.osbuild.dracut',
        }),
      ],
      total: 2,
    }),
    'builds.queue': () => queue(),
    'builds.engines': () => [],
    'builds.cancel': () => null,
    'builds.remove': () => null,
    'builds.retry': () => ({ id: '9' }),
    'builds.enqueue': () => ({ id: '9' }),
    'machines.boot': () => ({ id: 'm7' }),
    ...more,
  });
  const store = createBuildsStore(studio.client);
  const go = vi.fn();
  store.getState().connect();
  await vi.waitFor(() => expect(store.getState().status.kind).toBe('ready'));
  render(<BuildsPlace store={store} go={go} />);
  const called = (name: string) => studio.called.filter((call) => call.name === name).map((call) => call.input);
  return { studio, store, go, called };
}

afterEach(cleanup);

describe('BuildsPlace', () => {
  it('shows the running job with its plan, progress and log', async () => {
    await open([finished, failed, running]);
    expect(screen.getByRole('heading', { name: TARGET })).toBeTruthy();
    expect(screen.getAllByText('stage 2 of 2')).toHaveLength(2);
    expect(screen.getByText('62 %')).toBeTruthy();
    expect(within(screen.getByRole('group', { name: 'ostree-tree' })).getByText('copy')).toBeTruthy();
    expect(await screen.findByText('dracut: *** Including module: bash ***')).toBeTruthy();
    expect(['Running', 'Today'].map((name) => screen.queryByText(name) !== null)).toEqual([true, true]);
  });

  it('says that it is cancelling until the engine says it is', async () => {
    const { called, studio } = await open([running]);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(called('builds.cancel')).toEqual([{ id: '3' }]);
    expect(screen.getByRole('button', { name: 'Cancelling' }).getAttribute('aria-disabled')).toBe('true');
    studio.emit('builds.changed', { ...running, status: { kind: 'cancelled', startedAt: now, endedAt: now } });
    expect(await screen.findByRole('button', { name: 'Run again' })).toBeTruthy();
  });

  it('says why a job failed, how to mend it, and runs it again', async () => {
    const { called, store } = await open([failed]);
    const card = screen.getByRole('alert');
    expect(within(card).getByText(error.message)).toBeTruthy();
    expect(within(card).getByText(error.hint)).toBeTruthy();
    expect(within(card).getByText('sudo apt-get install ostree-boot')).toBeTruthy();
    expect(within(card).getByText('dracut[E]: no')).toBeTruthy();
    fireEvent.click(within(card).getByRole('button', { name: 'Retry' }));
    await vi.waitFor(() => expect(store.getState().selected).toBe('9'));
    expect(called('builds.retry')).toEqual([{ id: '2' }]);
  });

  it('leads from what was made to where it is used', async () => {
    const { go, called } = await open([finished]);
    fireEvent.click(screen.getByRole('button', { name: 'Show in History' }));
    expect(go).toHaveBeenCalledWith({ place: 'history', commit: checksum('a1') });
    fireEvent.click(screen.getByRole('button', { name: 'Boot' }));
    await vi.waitFor(() => expect(go).toHaveBeenCalledWith({ place: 'machines', machine: 'm7' }));
    expect(called('machines.boot')).toEqual([{ image: `/out/${TARGET}` }]);
  });

  it('takes a removal back', async () => {
    const { called } = await open([finished, failed]);
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
    expect(screen.getByText('Job 2 removed')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Undo' }));
    expect(screen.queryByText('Job 2 removed')).toBeNull();
    expect(screen.getByRole('alert')).toBeTruthy();
    expect(called('builds.remove')).toEqual([]);
  });

  it('offers the first step where nothing was built', async () => {
    const { called } = await open([]);
    fireEvent.click(screen.getByRole('button', { name: 'Prepare starter repository' }));
    await vi.waitFor(() => expect(called('builds.enqueue')).toEqual([{ kind: 'starter-repository' }]));
  });
});
