import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Manifest, Origin, Resolved, StageType } from '../../../shared/manifest/types';
import { editor, IMAGE, openCompose, resolved } from '../../testing/compose';

const TEXT = `version: '2'
pipelines:
- name: rootfs
  stages:
  - type: org.osbuild.hostname
    options:
      hostname: starter # the name
  - type: org.osbuild.mkdir
    options:
      paths:
      - path: /a
  - mpp-if: 'False'
    then:
      type: org.osbuild.chmod
`;
const origin = (line: number): Origin => ({
  place: { file: IMAGE, line, column: 5 },
  reasons: [{ kind: 'if', code: 'use_names', branch: 'then', place: { file: IMAGE, line: 3, column: 1 } }],
});
const hostname: StageType = {
  type: 'org.osbuild.hostname',
  summary: 'Sets the system hostname',
  description: '',
  options: { additionalProperties: false, required: ['hostname'], properties: { hostname: { type: 'string' } } },
  builtin: true,
  osbuild: false,
};

/** As a resolver would: stages of the text, each with its line. */
function answer(text: string): Resolved {
  const lines = text.split('\n');
  const at = lines.flatMap((line, index) => (/^ {2}- type: /.test(line) ? [index] : []));
  const stages = at.map((index) => {
    const value = /hostname: (\S+)/.exec(lines.slice(index, index + 3).join('\n'))?.[1];
    return { type: lines[index]!.slice(10), options: value === undefined ? {} : { hostname: value } };
  });
  return {
    ...resolved,
    manifest: { version: '2', pipelines: [{ name: 'rootfs', stages }] } satisfies Manifest,
    pipelines: [
      { name: 'rootfs', stages: stages.map(({ type }, index) => ({ type, id: `${index}${'0'.repeat(63)}` })) },
    ],
    origins: Object.fromEntries(at.map((index, stage) => [`/pipelines/0/stages/${stage}`, origin(index + 1)])),
    files: [IMAGE],
  };
}

async function openPicture() {
  const opened = await openCompose({
    'manifest.read': ({ path }: { path: string }) => ({ text: path === IMAGE ? TEXT : 'a: 1\n', hash: path }),
    'manifest.resolve': ({ texts }: { texts?: Record<string, string> }) => answer(texts?.[IMAGE] ?? TEXT),
    'manifest.stageTypes': () => [hostname],
    'manifest.lastBuilt': () => null,
  });
  fireEvent.click(screen.getByRole('tab', { name: /Pipelines/ }));
  const text = () => {
    const document = opened.store.getState().documents.get(IMAGE);
    return document?.kind === 'open' ? document.text : '';
  };
  await waitFor(() => expect(rows()).toHaveLength(3));
  return { ...opened, text };
}
const list = () => screen.getByRole('listbox', { name: 'Stages' });
const rows = () =>
  [...list().querySelectorAll('.stage-row')].map((row) => row.querySelector('.stage-type')!.textContent.slice(12));
const key = (name: string, more: { altKey?: boolean; ctrlKey?: boolean } = {}) =>
  fireEvent.keyDown(list(), { key: name, ...more });

beforeEach(() => localStorage.clear());
afterEach(cleanup);

describe('stages as rows', () => {
  it('say what they do, with what is switched off in its place', async () => {
    await openPicture();
    expect(rows()).toEqual(['hostname', 'mkdir', 'chmod']);
    expect(within(list()).getByText('starter')).toBeTruthy();
    expect(within(list()).getByText('off')).toBeTruthy();
    fireEvent.click(within(list()).getByRole('button', { name: /rootfs/ }));
    expect(rows()).toEqual([]);
  });

  it('are chosen with arrows and shown on the right: why they are there, and the way to the text', async () => {
    const { store } = await openPicture();
    key('ArrowDown');
    const why = await screen.findByRole('region', { name: 'Why is it here' });
    expect(screen.getByText('Sets the system hostname')).toBeTruthy();
    expect(within(why).getByText('mpp-if use_names was true')).toBeTruthy();
    key('F12');
    expect(store.getState().jump).toMatchObject({ file: IMAGE, line: 5 });
    expect(screen.getByRole('tab', { name: /Manifest/ }).getAttribute('aria-selected')).toBe('true');
  });
});

describe('edits', () => {
  it('of an option change one line, keep its comment, and are undone in the picture', async () => {
    const { text } = await openPicture();
    key('Home');
    const field = await screen.findByRole('textbox', { name: 'hostname' });
    fireEvent.change(field, { target: { value: 'mine' } });
    fireEvent.keyDown(field, { key: 'Enter' });
    await waitFor(() => expect(text()).toBe(TEXT.replace('starter #', 'mine #')));
    await waitFor(() => expect(within(list()).getByText('mine')).toBeTruthy());
    fireEvent.click(screen.getByRole('button', { name: 'What changes' }));
    expect(screen.getByRole('region', { name: 'What changes' }).textContent).toContain('starter');
    key('z', { ctrlKey: true });
    await waitFor(() => expect(text()).toBe(TEXT));
    key('y', { ctrlKey: true });
    await waitFor(() => expect(text()).toContain('mine #'));
  });

  it('are steps of undo in the text as well', async () => {
    const { text } = await openPicture();
    key('Home');
    key('Delete');
    await waitFor(() => expect(rows()).toEqual(['mkdir', 'chmod']));
    key('Home');
    key('Delete');
    await waitFor(() => expect(rows()).toEqual(['chmod']));
    fireEvent.click(screen.getByRole('tab', { name: /Manifest/ }));
    const { undo } = await import('@codemirror/commands');
    act(() => void undo(editor()));
    await waitFor(() => expect(text()).toContain('org.osbuild.mkdir'));
    expect(text()).not.toContain('org.osbuild.hostname');
  });

  it('move, switch off and on, and add', async () => {
    const { text } = await openPicture();
    key('Home');
    key('ArrowDown', { altKey: true });
    await waitFor(() => expect(rows()).toEqual(['mkdir', 'hostname', 'chmod']));
    fireEvent.click(await screen.findByRole('button', { name: 'Switch off' }));
    await waitFor(() => expect(text().match(/mpp-if/g)).toHaveLength(2));
    await waitFor(() => expect(list().querySelectorAll('[data-off]')).toHaveLength(2));
    fireEvent.click(screen.getByRole('button', { name: 'Add stage' }));
    const search = await screen.findByRole('searchbox', { name: 'Search stage types' });
    fireEvent.change(search, { target: { value: 'system' } });
    fireEvent.keyDown(search, { key: 'Enter' });
    await waitFor(() => expect(text()).toContain('hostname: ""'));
  });

  it('of what is made elsewhere are refused with the reason', async () => {
    const { text, store } = await openPicture();
    act(() =>
      store.setState(({ good }) => ({
        good: good && {
          ...good,
          origins: { '/pipelines/0/stages/0': { ...origin(1), place: { file: '/usr/lib/a.yml', line: 1, column: 1 } } },
        },
      })),
    );
    key('Home');
    expect(await screen.findByText(/It is written outside the workspace/)).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'hostname' })).toBeNull();
    key('Delete');
    await act(() => new Promise((done) => setTimeout(done, 50)));
    expect(text()).toBe(TEXT);
  });
});

describe('what does not resolve', () => {
  it('leaves the last picture, with the problem named', async () => {
    const problem = { severity: 'error', message: 'mpp-eval failed.', file: IMAGE, line: 3 } as const;
    let broken = false;
    const { store } = await openCompose({
      'manifest.resolve': () =>
        broken ? { ...resolved, manifest: undefined, pipelines: [], problems: [problem] } : answer(TEXT),
      'manifest.stageTypes': () => [],
    });
    fireEvent.click(screen.getByRole('tab', { name: /Pipelines/ }));
    broken = true;
    act(() => store.getState().resolve());
    expect((await screen.findByText('shown as it was before')).closest('[role=alert]')?.textContent).toContain(
      'mpp-eval failed.',
    );
    expect(rows()).toEqual(['hostname', 'mkdir']);
  });
});

describe('the JSON', () => {
  it('is shown, leads to the text, and is compared', async () => {
    const { store } = await openPicture();
    fireEvent.click(screen.getByRole('tab', { name: 'JSON' }));
    await waitFor(() =>
      expect(editor().state.doc.toString()).toBe(JSON.stringify(store.getState().good?.manifest, null, 2)),
    );
    expect(editor().state.readOnly).toBe(true);
    const at = editor().state.doc.toString().indexOf('org.osbuild.mkdir');
    act(() => editor().dispatch({ selection: { anchor: at } }));
    expect(screen.getByText('/pipelines/0/stages/1/type')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: `${IMAGE}:8` }));
    expect(store.getState().jump).toMatchObject({ file: IMAGE, line: 8 });
    fireEvent.click(screen.getByRole('tab', { name: 'JSON' }));
    fireEvent.change(screen.getByRole('combobox', { name: 'Compare' }), { target: { value: 'built' } });
    expect(await screen.findByText('Nothing was built yet')).toBeTruthy();
    fireEvent.change(screen.getByRole('combobox', { name: 'Compare' }), { target: { value: 'baseline' } });
    expect(await screen.findByText('Nothing was edited')).toBeTruthy();
  });

  it('is written where the person says', async () => {
    const saved = vi.fn(() => null);
    await openCompose({ 'manifest.resolve': () => answer(TEXT), 'app.saveTextFile': saved });
    fireEvent.click(screen.getByRole('tab', { name: 'JSON' }));
    await waitFor(() => expect(editor().state.doc.length).toBeGreaterThan(100));
    fireEvent.click(screen.getByRole('button', { name: 'Save as…' }));
    expect(saved).toHaveBeenCalledWith(expect.objectContaining({ name: `${resolved.target}.json` }));
  });
});
