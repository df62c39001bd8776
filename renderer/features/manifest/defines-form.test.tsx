import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DefineSet, Defines } from '../../../shared/manifest/types';
import { openCompose, resolved } from '../../testing/compose';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const KEY = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI${'A'.repeat(43)} me@host`;
const variable = (name: string, value: unknown) => ({
  ...{ name, value, origin: 'manifest' as const, file: 'include/defaults.ipp.yml', line: 1, settings: [] },
});
const known = [
  ...resolved.variables,
  variable('root_password', '$6$salt$hash'),
  variable('root_ssh_key', ''),
  variable('image_size', '2147483648'),
  variable('extra_repos', []),
  variable('use_luks', false),
];
const open = (more: Parameters<typeof openCompose>[0] = {}, notify?: Parameters<typeof openCompose>[1]) =>
  openCompose({ 'manifest.resolve': () => ({ ...resolved, variables: known }), ...more }, notify);
const field = (name: string) => within(screen.getByRole('region', { name }));

describe('typed fields', () => {
  it('take sizes, repositories and switches as they are, and nothing that is wrong', async () => {
    const { store } = await open();
    const size = field('image_size').getByRole('textbox', { name: 'image_size' });
    fireEvent.change(size, { target: { value: 'big' } });
    fireEvent.keyDown(size, { key: 'Enter' });
    expect(field('image_size').getByRole('alert').textContent).toContain('A size is a number');
    fireEvent.change(size, { target: { value: '4' } });
    fireEvent.keyDown(size, { key: 'Enter' });
    expect(store.getState().defines).toEqual({ image_size: '4294967296' });

    fireEvent.click(field('extra_repos').getByRole('button', { name: 'Add a repository' }));
    const row = within(field('extra_repos').getByRole('group', { name: 'extra_repos 1' }));
    fireEvent.change(row.getByRole('textbox', { name: /^Id/ }), { target: { value: 'mine' } });
    const address = row.getByRole('textbox', { name: /^Address/ });
    fireEvent.keyDown(address, { key: 'Enter' });
    expect(store.getState().defines).not.toHaveProperty('extra_repos');
    fireEvent.change(address, { target: { value: 'https://example.com/repo' } });
    fireEvent.keyDown(address, { key: 'Enter' });
    expect(store.getState().defines['extra_repos']).toEqual([{ id: 'mine', baseurl: 'https://example.com/repo' }]);
  });

  it('are found by name, and fold with their group for good', async () => {
    const { store, view } = await open();
    fireEvent.change(screen.getByRole('searchbox', { name: 'Filter defines' }), { target: { value: 'luks' } });
    fireEvent.click(field('use_luks').getByRole('checkbox', { name: 'false' }));
    expect(store.getState().defines).toEqual({ use_luks: true });
    expect(screen.queryByRole('region', { name: 'extra_rpms' })).toBeNull();
    fireEvent.change(screen.getByRole('searchbox', { name: 'Filter defines' }), { target: { value: '' } });
    fireEvent.click(screen.getByRole('button', { name: /^Disk/ }));
    expect(screen.queryByRole('region', { name: 'image_size' })).toBeNull();
    expect(localStorage.getItem('defines.folded')).toContain('Disk');
    view.unmount();
  });

  it('are undone and redone with the keyboard, all at once too', async () => {
    const { store, called } = await open();
    const set = store.getState().setDefine;
    await set('hostname', 'a');
    await set('hostname', 'b');
    const form = screen.getByRole('searchbox', { name: 'Filter defines' });
    fireEvent.keyDown(form, { key: 'z', ctrlKey: true });
    expect(store.getState().defines).toEqual({ hostname: 'a' });
    fireEvent.keyDown(form, { key: 'z', ctrlKey: true, shiftKey: true });
    expect(store.getState().defines).toEqual({ hostname: 'b' });
    fireEvent.click(screen.getByRole('button', { name: 'More about the defines' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Reset all' }));
    expect(store.getState().defines).toEqual({});
    fireEvent.click(screen.getByRole('button', { name: 'Undo the last change of the defines (Ctrl Z)' }));
    expect(store.getState().defines).toEqual({ hostname: 'b' });
    await waitFor(() => expect(called('manifest.setDefines').at(-1)).toMatchObject({ defines: { hostname: 'b' } }));
  });
});

describe('secrets', () => {
  it('a password is typed twice, hashed, and never shown unless asked for', async () => {
    const { store, called } = await open({ 'manifest.hashPassword': () => ({ hash: '$y$j9T$salt$other' }) });
    expect(field('root_password').getByText('Hashed with sha512-crypt')).toBeTruthy();
    expect(screen.queryByText('$6$salt$hash')).toBeNull();
    fireEvent.click(field('root_password').getByRole('button', { name: 'Set password…' }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.change(dialog.getByLabelText('Password'), { target: { value: 'secret' } });
    fireEvent.change(dialog.getByLabelText('Again'), { target: { value: 'sacred' } });
    expect(dialog.getByText('The two are not the same.')).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Set password' }));
    expect(called('manifest.hashPassword')).toEqual([]);
    fireEvent.change(dialog.getByLabelText('Again'), { target: { value: 'secret' } });
    fireEvent.click(dialog.getByRole('button', { name: 'Set password' }));
    await waitFor(() => expect(store.getState().defines).toEqual({ root_password: '$y$j9T$salt$other' }));
    expect(called('manifest.hashPassword')).toEqual([{ password: 'secret', method: 'yescrypt' }]);
    expect(field('root_password').getByText('Hashed with yescrypt')).toBeTruthy();
    expect(JSON.stringify(store.getState().defines)).not.toContain('secret');
    fireEvent.click(field('root_password').getByRole('button', { name: 'Remove password' }));
    expect(field('root_password').getByText(/Locked/)).toBeTruthy();
  });

  it('a public key is chosen or pasted, a private one is refused', async () => {
    const { store } = await open({
      'workspace.sshKeys': () => [{ path: '/home/me/.ssh/id_ed25519.pub', text: `${KEY}\n` }],
      'app.openTextFile': () => ({ path: '/k', text: '-----BEGIN OPENSSH PRIVATE KEY-----\nabc\n' }),
    });
    fireEvent.click(field('root_ssh_key').getByRole('button', { name: 'Choose key…' }));
    const dialog = within(await screen.findByRole('dialog'));
    fireEvent.click(dialog.getByRole('button', { name: 'From a file…' }));
    expect(await dialog.findByText(/This is a private key/)).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Set key' }));
    expect(store.getState().defines).toEqual({});
    fireEvent.click(await dialog.findByRole('button', { name: /id_ed25519\.pub/ }));
    fireEvent.click(dialog.getByRole('button', { name: 'Set key' }));
    expect(store.getState().defines).toEqual({ root_ssh_key: KEY });
  });
});

describe('named sets', () => {
  it('are kept, applied after a preview, marked when they differ, and deleted with a way back', async () => {
    let sets: DefineSet[] = [{ name: 'release', defines: { hostname: 'prod' } }];
    const notices: { text: string; undo?: () => void }[] = [];
    const { store } = await open(
      {
        'manifest.defineSets': () => sets,
        'manifest.saveDefineSet': ({ name, defines }: { name: string; defines: Defines | null }) => {
          const before = sets.find((set) => set.name === name) ?? null;
          sets = [...sets.filter((set) => set.name !== name), ...(defines ? [{ name, defines }] : [])];
          return before;
        },
      },
      (notice) => notices.push({ text: notice.text, ...(notice.action ? { undo: notice.action.run } : {}) }),
    );
    await store.getState().setDefine('extra_rpms', ['curl']);
    const select = await screen.findByRole('combobox', { name: 'Set of defines' });
    fireEvent.change(select, { target: { value: 'release' } });
    const dialog = within(await screen.findByRole('dialog', { name: 'Apply release' }));
    expect(dialog.getByRole('listitem', { name: 'hostname is set' })).toBeTruthy();
    expect(dialog.getByRole('listitem', { name: /^extra_rpms goes back/ })).toBeTruthy();
    fireEvent.click(dialog.getByRole('tab', { name: 'Over the defines' }));
    expect(dialog.getByRole('listitem', { name: 'extra_rpms stays' })).toBeTruthy();
    fireEvent.click(dialog.getByRole('button', { name: 'Apply' }));
    expect(store.getState().defines).toEqual({ extra_rpms: ['curl'], hostname: 'prod' });
    expect(await screen.findByText('changed')).toBeTruthy();

    fireEvent.click(screen.getByRole('button', { name: 'What can be done with sets' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Update release with these defines' }));
    await waitFor(() => expect(screen.queryByText('changed')).toBeNull());
    expect(sets).toEqual([{ name: 'release', defines: { extra_rpms: ['curl'], hostname: 'prod' } }]);

    fireEvent.click(screen.getByRole('button', { name: 'What can be done with sets' }));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Delete release' }));
    await waitFor(() => expect(screen.queryByRole('combobox', { name: 'Set of defines' })).toBeNull());
    notices.at(-1)?.undo?.();
    expect(await screen.findByRole('combobox', { name: 'Set of defines' })).toBeTruthy();
  });
});

describe('a pasted line', () => {
  it('is recognised in the form, shown with what it changes, and taken over', async () => {
    const { store } = await open();
    const input = screen.getByRole('textbox', { name: 'Add an RPM' });
    const other = 'starter-qemu-upgrade-demo-ostree.x86_64';
    fireEvent.paste(input, { clipboardData: { getData: () => `make ${other}.qcow2 DEFINES='extra_rpms=["curl"]'` } });
    const dialog = within(await screen.findByRole('dialog', { name: 'Paste a line' }));
    expect(dialog.getByText(other)).toBeTruthy();
    expect(dialog.getByRole('listitem', { name: 'extra_rpms is set' })).toBeTruthy();
    fireEvent.change(dialog.getByRole('textbox', { name: 'Line' }), { target: { value: `make DEFINES='a=b'` } });
    expect(dialog.getByRole('alert').textContent).toContain('not JSON');
    fireEvent.change(dialog.getByRole('textbox', { name: 'Line' }), {
      target: { value: `make ${other}.qcow2 DEFINES='hostname="x"'` },
    });
    fireEvent.click(dialog.getByRole('button', { name: 'Apply' }));
    await waitFor(() => expect(store.getState()).toMatchObject({ target: other, defines: { hostname: 'x' } }));
  });

  it('leaves names that are pasted into a list alone', async () => {
    await open();
    fireEvent.paste(screen.getByRole('textbox', { name: 'Add an RPM' }), {
      clipboardData: { getData: () => 'curl strace' },
    });
    expect(screen.queryByRole('dialog')).toBeNull();
  });
});
