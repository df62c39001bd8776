/** The Compose place with a small workspace, for tests. */
import { EditorView } from '@codemirror/view';
import { act, render } from '@testing-library/react';
import { expect, vi } from 'vitest';
import { StudioError } from '../../shared/errors';
import type { Problem, Resolved, Target, Workspace } from '../../shared/manifest/types';
import { ComposePlace } from '../features/manifest/compose-place';
import { createManifestStore } from '../features/manifest/store';
import type { Notify } from '../ui/notify';
import { createFakeStudio } from './fake-studio';

export const IMAGE = 'images/minimal.mpp.yml';
const UPGRADE = 'images/upgrade-demo.mpp.yml';
export const DEFAULTS = 'include/defaults.ipp.yml';
const target = (image: string): Target => ({
  layout: 'images',
  ...{ distro: 'starter', target: 'qemu', image, type: 'ostree', arch: 'x86_64' },
  name: `starter-qemu-${image}-ostree.x86_64`,
  formats: ['qcow2', 'img', 'repo'],
  manifest: `images/${image}.mpp.yml`,
});
export const workspace: Workspace = {
  path: '/home/me/starter',
  name: 'starter',
  starter: true,
  favourites: [],
  ostreeRepo: '/home/me/starter/ostree-repo',
  outputDir: '/home/me/starter/output',
  targets: [target('minimal'), target('upgrade-demo')],
  files: [
    { path: IMAGE, kind: 'image' },
    { path: DEFAULTS, kind: 'include' },
  ],
};
export const unknownDefine: Problem = {
  severity: 'warning',
  message: "No manifest reads or sets 'extra_rpm'.",
  hint: "Did you mean 'extra_rpms'?",
  define: 'extra_rpm',
  suggestion: 'extra_rpms',
};
export const brokenLine: Problem = {
  severity: 'error',
  message: 'mpp-eval failed.',
  file: DEFAULTS,
  line: 2,
  column: 3,
};
export const resolved: Resolved = {
  target: workspace.targets[0]!.name,
  manifest: { version: '2', pipelines: [{ name: 'rootfs' }] },
  variables: [
    { name: 'extra_rpms', value: [], origin: 'manifest', file: DEFAULTS, line: 1, settings: [] },
    { name: 'hostname', value: 'starter', origin: 'manifest', file: DEFAULTS, line: 2, settings: [] },
  ],
  pipelines: [{ name: 'rootfs', build: 'host', stages: [{ type: 'org.osbuild.rpm', id: 'ab'.repeat(32) }] }],
  packages: {},
  origins: {},
  files: [IMAGE, DEFAULTS],
  problems: [],
  tookMs: 400,
};

/** Opens the place on the starter workspace, resolved; answers can be replaced. */
export async function openCompose(more: Parameters<typeof createFakeStudio>[0] = {}, notify?: Notify) {
  const texts = new Map([
    [IMAGE, "version: '2'\n"],
    [UPGRADE, 'name: upgrade-demo\n'],
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
  const store = createManifestStore(studio.client, notify);
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
export function editor(): EditorView {
  const found = EditorView.findFromDOM(document.querySelector<HTMLElement>('.cm-editor')!);
  return found!;
}

/** Types at the end of the text. */
export function type(view: EditorView, text: string): void {
  act(() => view.dispatch({ changes: { from: view.state.doc.length, insert: text }, userEvent: 'input.type' }));
}
