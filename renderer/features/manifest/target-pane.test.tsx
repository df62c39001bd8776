import { cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Resolved } from '../../../shared/manifest/types';
import { brokenLine, DEFAULTS, editor, openCompose, resolved, unknownDefine } from '../../testing/compose';

const IMAGE_NAME = 'starter-qemu-minimal-ostree.x86_64';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

describe('defines', () => {
  it('adds and removes RPMs, and shows the line for make', async () => {
    const { called, onPackages } = await openCompose();
    const input = screen.getByRole('textbox', { name: 'Add an RPM' });
    fireEvent.change(input, { target: { value: 'curl strace' } });
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(await screen.findByText(`make ${IMAGE_NAME}.qcow2 DEFINES='extra_rpms=["curl","strace"]'`)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Remove curl' }));
    await waitFor(() => expect(called('manifest.setDefines')).toHaveLength(2));
    expect(called('manifest.setDefines')[1]).toMatchObject({ defines: { extra_rpms: ['strace'] } });
    fireEvent.click(screen.getByRole('button', { name: 'Browse' }));
    expect(onPackages).toHaveBeenCalled();
  });

  it('gives a mistyped define the name that was meant', async () => {
    const { store } = await openCompose({
      'manifest.defines': () => ({ extra_rpm: ['curl'] }),
      'manifest.resolve': () => ({ ...resolved, problems: [unknownDefine] }),
    });
    const define = screen.getByRole('region', { name: 'extra_rpm' });
    fireEvent.click(within(define).getByRole('button', { name: 'Rename to extra_rpms' }));
    expect(store.getState().defines).toEqual({ extra_rpms: ['curl'] });
  });

  it('suggests known names with their values', async () => {
    const { store } = await openCompose();
    fireEvent.change(screen.getByRole('textbox', { name: 'Name of the define' }), { target: { value: 'host' } });
    fireEvent.click(screen.getByRole('button', { name: 'hostname' }));
    const value = screen.getByRole('textbox', { name: 'Value of the define' });
    expect((value as HTMLInputElement).value).toBe('starter');
    fireEvent.change(value, { target: { value: '42' } });
    fireEvent.click(screen.getByRole('button', { name: 'Add' }));
    expect(store.getState().defines).toEqual({ hostname: '42' });
    fireEvent.click(screen.getByRole('button', { name: "Use the manifest's own hostname" }));
    expect(store.getState().defines).toEqual({});
  });

  it('takes a whole line of defines, or says what is wrong with it', async () => {
    const { store } = await openCompose();
    const name = screen.getByRole('textbox', { name: 'Name of the define' });
    fireEvent.change(name, { target: { value: 'distro_version=2a' } });
    fireEvent.keyDown(name, { key: 'Enter' });
    expect(screen.getByRole('alert').textContent).toContain('is not JSON');
    fireEvent.change(name, { target: { value: `DEFINES='distro_version="2" hostname="mine"'` } });
    fireEvent.keyDown(name, { key: 'Enter' });
    expect(store.getState().defines).toEqual({ distro_version: '2', hostname: 'mine' });
  });
});

describe('variables and problems', () => {
  it('leads from a variable to its place', async () => {
    const { store } = await openCompose();
    fireEvent.click(screen.getByRole('tab', { name: 'Variables' }));
    fireEvent.click(within(screen.getByRole('listitem', { name: 'hostname' })).getByRole('button'));
    fireEvent.click(screen.getByRole('button', { name: 'defaults.ipp.yml:2' }));
    await waitFor(() => expect(editor().state.doc.lineAt(editor().state.selection.main.head).number).toBe(2));
    expect(store.getState().file).toBe(DEFAULTS);
  });

  it('keeps what was known of the variables while the manifest is broken', async () => {
    let answer: Resolved = resolved;
    const { store } = await openCompose({ 'manifest.resolve': () => answer });
    answer = { ...resolved, manifest: undefined, variables: [], pipelines: [], problems: [brokenLine] };
    store.getState().resolve();
    expect(await screen.findByText('1 error')).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: 'Variables' }));
    fireEvent.click(within(screen.getByRole('listitem', { name: 'hostname' })).getByRole('button'));
    fireEvent.click(screen.getByRole('button', { name: 'Set hostname…' }));
    expect(store.getState().defines).toEqual({ hostname: 'starter' });
  });

  it('leads from a problem to its place, also out of the resolved view', async () => {
    await openCompose({
      'manifest.resolve': () => ({ ...resolved, manifest: undefined, pipelines: [], problems: [brokenLine] }),
    });
    expect(screen.getByText('1 error')).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: 'Pipelines' }));
    expect(screen.getByText('The target did not resolve')).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: /Problems/ }));
    fireEvent.click(screen.getAllByRole('button', { name: `${DEFAULTS}:2` }).at(-1)!);
    await waitFor(() => expect(editor().state.selection.main.head).toBe('extra_rpms: []\n'.length + 2));
    expect(document.querySelector('.cm-lintRange-error')).toBeTruthy();
  });
});
