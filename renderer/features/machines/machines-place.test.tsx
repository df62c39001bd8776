import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { builtImages } from '../../../shared/builds/images';
import type { Machine } from '../../../shared/machines/types';
import { checksum, deployment, done, job, machine } from '../../testing/samples';
import { DeploymentsPane } from './deployments-pane';
import { MachineHead } from './machine-head';
import { NewMachineDialog } from './new-machine-dialog';

afterEach(cleanup);

describe('DeploymentsPane', () => {
  const upgraded = machine('m', {
    deployments: [
      deployment('a2', { pending: true, version: '2', origin: 'auto-sig:starter/x86_64/qemu-minimal' }),
      deployment('a1', { booted: true, version: '1' }),
    ],
    lastUpgrade: {
      available: true,
      seconds: 12.4,
      metadataObjects: 15,
      contentObjects: 3,
      transferredKiB: 6220,
      transferred: '15 metadata, 3 content objects fetched',
    },
    requests: [{ time: 1, method: 'GET', path: '/summary', status: 404, bytes: 0 }],
  });
  const open = (shown: Machine, acting?: 'upgrade') => {
    const onAct = vi.fn();
    const go = vi.fn();
    render(<DeploymentsPane machine={shown} acting={acting} go={go} onAct={onAct} />);
    return { onAct, go };
  };

  it('shows what is booted and what comes next, and acts on it', () => {
    const { onAct, go } = open(upgraded);
    expect(screen.getByText('Version 2')).toBeTruthy();
    expect([screen.getByText('pending'), screen.getByText('booted')]).toHaveLength(2);
    fireEvent.click(screen.getByRole('button', { name: 'Reboot into it' }));
    expect(onAct).toHaveBeenCalledWith('reboot');
    fireEvent.click(screen.getByRole('button', { name: checksum('a2').slice(0, 8) }));
    expect(go).toHaveBeenCalledWith({ place: 'history', commit: checksum('a2') });
  });

  it('shows what the last upgrade cost and what the guest asked for', () => {
    open(upgraded);
    expect(screen.getByText('15 metadata, 3 content')).toBeTruthy();
    expect(screen.getByText('6.4 MB')).toBeTruthy();
    expect(screen.getByText('/summary')).toBeTruthy();
    expect(screen.getByText('404')).toBeTruthy();
  });

  it('lets nothing be asked of a guest that is busy or not up', () => {
    open(upgraded, 'upgrade');
    expect(screen.getByRole('button', { name: 'Upgrade' }).getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByText('Upgrading: see the console')).toBeTruthy();
    cleanup();
    open(machine('m', { state: { kind: 'booting', since: Date.now() } }));
    expect(screen.getByRole('button', { name: 'Refresh' }).getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByText('They are read when the guest has booted.')).toBeTruthy();
  });

  it('offers the way back when an upgrade was booted', () => {
    const { onAct } = open(
      machine('m', { deployments: [deployment('a2', { booted: true }), deployment('a1', { rollback: true })] }),
    );
    fireEvent.click(screen.getByRole('button', { name: 'Roll back' }));
    expect(onAct).toHaveBeenCalledWith('rollback');
  });

  it('says what went wrong', () => {
    open(machine('m', { problem: 'ostree admin upgrade: no route to host.' }));
    expect(screen.getByRole('alert').textContent).toContain('no route to host');
  });
});

describe('MachineHead', () => {
  it('asks before it pulls the plug', () => {
    const onStop = vi.fn();
    render(<MachineHead machine={machine('m')} reason={undefined} onStop={onStop} onRemove={vi.fn()} />);
    fireEvent.click(screen.getByRole('button', { name: 'Kill' }));
    expect(onStop).not.toHaveBeenCalled();
    const buttons = screen.getAllByRole('button', { name: 'Kill' });
    fireEvent.click(buttons[buttons.length - 1] as HTMLElement);
    expect(onStop).toHaveBeenCalledWith('kill');
  });

  it('offers only removal when it is stopped', () => {
    const onRemove = vi.fn();
    const stopped = machine('m', { state: { kind: 'stopped', reason: 'The guest shut down.' } });
    render(<MachineHead machine={stopped} reason={undefined} onStop={vi.fn()} onRemove={onRemove} />);
    expect(screen.queryByRole('button', { name: 'Kill' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Remove' }));
    expect(onRemove).toHaveBeenCalled();
  });
});

describe('NewMachineDialog', () => {
  const images = builtImages([
    job('1', done(), { artifacts: [{ kind: 'image', path: '/out/a.qcow2', format: 'qcow2', size: 441_000_000 }] }),
  ]);

  it('boots with a throw-away overlay unless told otherwise', () => {
    const onBoot = vi.fn();
    render(<NewMachineDialog images={images} booting={false} onBoot={onBoot} onClose={vi.fn()} />);
    fireEvent.click(screen.getByRole('button', { name: 'Boot' }));
    expect(onBoot).toHaveBeenCalledWith({ image: '/out/a.qcow2', memoryMiB: 1024, cpus: 2, persistent: false });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Write to the image itself' }));
    expect(screen.getByText(/no longer what was built/)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Boot' }));
    expect(onBoot).toHaveBeenLastCalledWith(expect.objectContaining({ persistent: true }));
  });
});
