import { EditorView } from '@codemirror/view';
import { act, cleanup, fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { StudioError } from '../../../shared/errors';
import type { Problem, Resolved, Target, Workspace } from '../../../shared/manifest/types';
import { createFakeStudio } from '../../testing/fake-studio';
import { ComposePlace } from './compose-place';
import { createManifestStore } from './store';

const IMAGE = 'images/minimal.mpp.yml';
const DEFAULTS = 'include/defaults.ipp.yml';
const target = (image: string): Target => ({
  ...{ distro: 'starter', target: 'qemu', image, type: 'ostree', arch: 'x86_64' },
  name: `starter-qemu-${image}-ostree.x86_64`,
  formats: ['qcow2', 'img', 'repo'],
  manifest: `images/${image}.mpp.yml`,
});
const workspace: Workspace = {
  path: '/home/me/starter',
  name: 'starter',
  starter: true,
  ostreeRepo: '/home/me/starter/ostree-repo',
  outputDir: '/home/me/starter/output',
  targets: [target('minimal'), target('upgrade-demo')],
  files: [
    { path: IMAGE, kind: 'image' },
    { path: DEFAULTS, kind: 'include' },
  ],
};
const unknown: Problem = {
  severity: 'warning',
  message: "No manifest reads or sets 'extra_rpm'.",
  hint: "Did you mean 'extra_rpms'?",
  define: 'extra_rpm',
  suggestion: 'extra_rpms',
};
const broken: Problem = {
  severity: 'error',
  message: 'mpp-eval failed.',
  file: DEFAULTS,
  line: 2,
  column: 3,
};
const resolved: Resolved = {
  target: workspace.targets[0]!.name,
  manifest: { version: '2', pipelines: [{ name: 'rootfs' }] },
  variables: [
    { name: 'extra_rpms', value: [], origin: 'manifest', file: DEFAULTS, line: 1 },
    { name: 'hostname', value: 'starter', origin: 'manifest', file: DEFAULTS, line: 2 },
  ],
  pipelines: [{ name: 'rootfs', build: 'host', stages: [{ type: 'org.osbuild.rpm', id: 'ab'.repeat(32) }] }],
  packages: {},
  problems: [],
  tookMs: 400,
};

async function open(more: Parameters<typeof createFakeStudio>[0] = {}) {
  const texts = new Map([
    [IMAGE, "version: '2'\n"],
    [DEFAULTS, 'extra_rpms: []\nhostname: starter\n'],
  ]);
  const hash = (path: string) => `hash of ${texts.get(path) ?? ''}`;
  const studio = createFakeStudio({
    'workspace.current': () => workspace,
    'workspace.recents': () => [
      { path: '/home/me/starter', name: 'starter', exists: true },
      { path: '/gone', name: 'gone', exists: false },
    ],
    'manifest.read': ({ path }: { path: string }) => ({ text: texts.get(path), hash: hash(path) }),
    'manifest.write': ({ path, text, hash: before }: { path: string; text: string; hash: string }) => {
      if (before !== hash(path)) throw new StudioError('conflict', 'The file was changed.');
      texts.set(path, text);
      return { hash: hash(path) };
    },
    'manifest.defines': () => ({}),
    'manifest.setDefines': () => [],
    'manifest.resolve': () => resolved,
    ...more,
  });
  const store = createManifestStore(studio.client);
  const onBuild = vi.fn();
  const onPackages = vi.fn();
  store.getState().connect();
  await vi.waitFor(() => expect(store.getState().status.kind).not.toBe('loading'));
  if (store.getState().workspace) await vi.waitFor(() => expect(store.getState().resolving.kind).toBe('ready'));
  const view = render(<ComposePlace store={store} onBuild={onBuild} onPackages={onPackages} loop={<p>the loop</p>} />);
  const called = (name: string) => studio.called.filter((call) => call.name === name).map((call) => call.input);
  return { studio, store, texts, onBuild, onPackages, called, view };
}

/** The editor that is in the document. */
function editor(): EditorView {
  const found = EditorView.findFromDOM(document.querySelector<HTMLElement>('.cm-editor')!);
  return found!;
}

function type(view: EditorView, text: string): void {
  act(() => view.dispatch({ changes: { from: view.state.doc.length, insert: text }, userEvent: 'input.type' }));
}

beforeEach(() => localStorage.clear());
afterEach(cleanup);

describe('without a workspace', () => {
  it('says how to get one, and marks what is gone', async () => {
    const { called } = await open({ 'workspace.current': () => null, 'workspace.createStarter': () => workspace });
    expect(screen.getByText('folder is gone')).toBeTruthy();
    expect(screen.queryByRole('button', { name: /gone/ })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'Create the starter workspace' }));
    expect(await screen.findByRole('listitem', { name: 'starter-qemu-minimal-ostree.x86_64' })).toBeTruthy();
    expect(called('workspace.createStarter')).toEqual([{}]);
  });

  it('opens the folder that was chosen', async () => {
    const { called } = await open({
      'workspace.current': () => null,
      'app.chooseFolder': () => '/srv/images',
      'workspace.open': () => {
        throw new StudioError('invalid-input', 'It is no workspace.');
      },
    });
    fireEvent.click(screen.getByRole('button', { name: 'Open a folder…' }));
    expect((await screen.findByRole('alert')).textContent).toContain('It is no workspace.');
    expect(called('workspace.open')).toEqual([{ path: '/srv/images' }]);
  });

  it('tells a failure, and tries again', async () => {
    let fails = true;
    await open({
      'workspace.current': () => {
        if (fails) throw new StudioError('internal', 'The engine is gone.');
        return null;
      },
    });
    expect(screen.getByRole('alert').textContent).toContain('The engine is gone.');
    fails = false;
    fireEvent.click(screen.getByRole('button', { name: 'Retry' }));
    expect(await screen.findByRole('button', { name: 'Create the starter workspace' })).toBeTruthy();
  });
});

describe('targets and files', () => {
  it('filters targets and files, and selects', async () => {
    const { store } = await open();
    expect(screen.getByText('the loop')).toBeTruthy();
    fireEvent.change(screen.getByRole('searchbox', { name: 'Filter targets and files' }), {
      target: { value: 'upgrade' },
    });
    const list = screen.getByRole('list', { name: 'Targets' });
    expect(within(list).getAllByRole('listitem')).toHaveLength(1);
    fireEvent.click(within(list).getByRole('button', { name: 'starter-qemu-upgrade-demo-ostree.x86_64' }));
    expect(store.getState().target).toBe('starter-qemu-upgrade-demo-ostree.x86_64');
  });

  it('builds in each format', async () => {
    const { onBuild } = await open();
    for (const format of ['qcow2', 'img', 'repo'])
      fireEvent.click(screen.getByRole('button', { name: `Build ${format}` }));
    expect(onBuild.mock.calls).toEqual([['qcow2'], ['img'], ['repo']]);
  });
});

describe('the editor', () => {
  it('edits, marks the file, and saves', async () => {
    const { texts } = await open();
    type(editor(), 'name: mine\n');
    expect(await screen.findByRole('img', { name: 'edited, not saved' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('img', { name: 'edited, not saved' })).toBeNull());
    expect(texts.get(IMAGE)).toBe("version: '2'\nname: mine\n");
  });

  it('saves once, though it is asked twice', async () => {
    const { store, called } = await open();
    type(editor(), 'a: 1\n');
    await Promise.all([store.getState().save(IMAGE), store.getState().saveAll()]);
    expect(called('manifest.write')).toHaveLength(1);
    expect(screen.queryByText(/changed on disk/)).toBeNull();
  });

  it('keeps undo of each file, also when the place was left', async () => {
    const { store, view } = await open();
    const { undo } = await import('@codemirror/commands');
    type(editor(), 'one: 1\n');
    fireEvent.click(screen.getByRole('button', { name: /defaults\.ipp\.yml/ }));
    await waitFor(() => expect(editor().state.doc.toString()).toContain('hostname'));
    undo(editor());
    expect(editor().state.doc.toString()).toContain('hostname');
    view.unmount();
    render(<ComposePlace store={store} onBuild={vi.fn()} onPackages={vi.fn()} />);
    fireEvent.click(screen.getByRole('button', { name: /minimal\.mpp\.yml/ }));
    await waitFor(() => expect(editor().state.doc.toString()).toBe("version: '2'\none: 1\n"));
    undo(editor());
    expect(editor().state.doc.toString()).toBe("version: '2'\n");
    expect(store.getState().documents.get(IMAGE)).toMatchObject({ text: "version: '2'\n" });
  });

  it('asks whose text stays when the file was changed on disk', async () => {
    const { texts } = await open();
    type(editor(), 'mine: 1\n');
    texts.set(IMAGE, 'theirs: 1\n');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Overwrite' }));
    await waitFor(() => expect(texts.get(IMAGE)).toBe("version: '2'\nmine: 1\n"));
    type(editor(), 'more: 1\n');
    texts.set(IMAGE, 'theirs: 2\n');
    fireEvent.click(screen.getByRole('button', { name: 'Save' }));
    fireEvent.click(await screen.findByRole('button', { name: 'Reload' }));
    await waitFor(() => expect(editor().state.doc.toString()).toBe('theirs: 2\n'));
    expect(screen.queryByRole('button', { name: 'Reload' })).toBeNull();
  });
});

describe('resolved', () => {
  it('shows pipelines with their stages, and the JSON', async () => {
    await open();
    fireEvent.click(screen.getByRole('tab', { name: /Resolved/ }));
    const stages = screen.getByRole('list', { name: 'Stages of rootfs' });
    expect(stages.textContent).toContain('org.osbuild.rpm');
    expect(within(stages).getByText('abababab')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: /rootfs/ }));
    expect(screen.queryByRole('list', { name: 'Stages of rootfs' })).toBeNull();
    fireEvent.click(screen.getByRole('button', { name: 'JSON' }));
    await waitFor(() => expect(editor().state.doc.toString()).toBe(JSON.stringify(resolved.manifest, null, 2)));
    expect(editor().state.readOnly).toBe(true);
  });
});

describe('defines', () => {
  it('adds and removes RPMs, and shows the line for make', async () => {
    const { called, onPackages } = await open();
    const input = screen.getByRole('textbox', { name: 'Add an RPM' });
    fireEvent.change(input, { target: { value: 'curl strace' } });
    fireEvent.keyDown(input, { key: 'Enter' });
    expect(await screen.findByText(`DEFINES='extra_rpms=["curl","strace"]'`)).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Remove curl' }));
    await waitFor(() => expect(called('manifest.setDefines')).toHaveLength(2));
    expect(called('manifest.setDefines')[1]).toMatchObject({ defines: { extra_rpms: ['strace'] } });
    fireEvent.click(screen.getByRole('button', { name: 'Browse' }));
    expect(onPackages).toHaveBeenCalled();
  });

  it('gives a mistyped define the name that was meant', async () => {
    const { store } = await open({
      'manifest.defines': () => ({ extra_rpm: ['curl'] }),
      'manifest.resolve': () => ({ ...resolved, problems: [unknown] }),
    });
    const define = screen.getByRole('region', { name: 'extra_rpm' });
    fireEvent.click(within(define).getByRole('button', { name: 'Rename to extra_rpms' }));
    expect(store.getState().defines).toEqual({ extra_rpms: ['curl'] });
  });

  it('suggests known names with their values', async () => {
    const { store } = await open();
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
    const { store } = await open();
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
    const { store } = await open();
    fireEvent.click(screen.getByRole('tab', { name: 'Variables' }));
    const row = screen.getByRole('listitem', { name: 'hostname' });
    fireEvent.click(within(row).getByRole('button', { name: `${DEFAULTS}:2` }));
    await waitFor(() => expect(editor().state.doc.lineAt(editor().state.selection.main.head).number).toBe(2));
    expect(store.getState().file).toBe(DEFAULTS);
  });

  it('leads from a problem to its place, also out of the resolved view', async () => {
    await open({ 'manifest.resolve': () => ({ ...resolved, manifest: undefined, pipelines: [], problems: [broken] }) });
    expect(screen.getByText('1 error')).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: 'Resolved' }));
    expect(screen.getByText('The target did not resolve')).toBeTruthy();
    fireEvent.click(screen.getByRole('tab', { name: /Problems/ }));
    fireEvent.click(screen.getByRole('button', { name: `${DEFAULTS}:2` }));
    await waitFor(() => expect(editor().state.selection.main.head).toBe('extra_rpms: []\n'.length + 2));
    expect(document.querySelector('.cm-lintRange-error')).toBeTruthy();
  });
});
