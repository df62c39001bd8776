import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { undo } from '@codemirror/commands';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { StudioError } from '../../../shared/errors';
import { DEFAULTS, editor, IMAGE, openCompose, type } from '../../testing/compose';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const LINES = 'a: 1\nb: 2\nc: 3\nd: 4\n';

/** Opens a file of four lines. */
async function openLines(more: Parameters<typeof openCompose>[0] = {}) {
  const opened = await openCompose(more);
  opened.texts.set(DEFAULTS, LINES);
  act(() => opened.store.getState().openFile(DEFAULTS));
  await waitFor(() => expect(editor().state.doc.toString()).toBe(LINES));
  const changed = () => opened.studio.emit('workspace.filesChanged', { paths: [DEFAULTS] });
  return { ...opened, changed };
}

describe('what others write', () => {
  it('is taken where nothing was edited, and the cursor stays', async () => {
    const { texts, changed } = await openLines();
    act(() => editor().dispatch({ selection: { anchor: LINES.indexOf('c: 3') } }));
    texts.set(DEFAULTS, `zero: 0\n${LINES}`);
    changed();
    await waitFor(() => expect(editor().state.doc.toString()).toBe(`zero: 0\n${LINES}`));
    const { state } = editor();
    expect(state.doc.lineAt(state.selection.main.head).text).toBe('c: 3');
  });

  it('is merged with edits of other lines, as one step of undo', async () => {
    const { texts, changed, store } = await openLines();
    type(editor(), 'mine: 5\n');
    texts.set(DEFAULTS, LINES.replace('a: 1', 'a: 10'));
    changed();
    await waitFor(() => expect(editor().state.doc.toString()).toBe('a: 10\nb: 2\nc: 3\nd: 4\nmine: 5\n'));
    expect(screen.queryByRole('alert')).toBeNull();
    undo(editor());
    expect(editor().state.doc.toString()).toContain('a: 1\n');
    await act(async () => expect(await store.getState().saveAll()).toBe(true));
  });

  it('is compared where both changed the same lines, and settled by hand', async () => {
    const { texts, changed, store } = await openLines();
    act(() => editor().dispatch({ changes: { from: 3, to: 4, insert: 'mine' } }));
    texts.set(DEFAULTS, LINES.replace('a: 1', 'a: theirs').replace('d: 4', 'd: 40'));
    changed();
    fireEvent.click(await screen.findByRole('button', { name: 'Compare' }));
    fireEvent.click(screen.getByRole('button', { name: 'Use the text on the right' }));
    expect(store.getState().documents.get(DEFAULTS)).toMatchObject({
      text: 'a: mine\nb: 2\nc: 3\nd: 40\n',
      disk: undefined,
    });
    await act(() => store.getState().saveAll());
    expect(texts.get(DEFAULTS)).toBe('a: mine\nb: 2\nc: 3\nd: 40\n');
  });

  it('keeps the text of a file that was deleted, and creates it again', async () => {
    let gone = false;
    const created: unknown[] = [];
    const { changed } = await openLines({
      'manifest.read': () => {
        if (gone) throw new StudioError('not-found', 'There is no such file.');
        return { text: LINES, hash: 'h' };
      },
      'manifest.create': (input: unknown) => {
        created.push(input);
        return { hash: 'new' };
      },
    });
    gone = true;
    changed();
    fireEvent.click(await screen.findByRole('button', { name: 'Create it again' }));
    await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
    expect(created).toEqual([{ path: DEFAULTS, text: LINES }]);
  });
});

describe('review', () => {
  it('shows every edited file with its changes, takes one back, and saves the rest', async () => {
    const { store, texts } = await openLines();
    act(() => editor().dispatch({ changes: { from: 3, to: 4, insert: '10' } }));
    act(() => editor().dispatch({ changes: { from: LINES.length, insert: 'e: 5\n' } }));
    act(() => store.getState().edit(IMAGE, 'name: other\n'));
    fireEvent.click(screen.getByRole('button', { name: 'Review 3 changes' }));
    const dialog = screen.getByRole('dialog', { name: 'Review 3 changes in 2 files' });
    const files = within(dialog).getByRole('navigation', { name: 'Edited files' });
    expect(within(files).getAllByRole('button')).toHaveLength(2);
    fireEvent.click(within(dialog).getByRole('button', { name: 'Revert file' }));
    expect(screen.getByRole('dialog', { name: 'Review 1 change in 1 file' })).toBeTruthy();
    expect(store.getState().documents.get(DEFAULTS)).toMatchObject({ text: LINES });
    fireEvent.click(within(dialog).getByRole('button', { name: 'Save' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(texts.get(IMAGE)).toBe('name: other\n');
    expect(texts.get(DEFAULTS)).toBe(LINES);
  });
});

describe('files', () => {
  it('creates one, and says why it cannot', async () => {
    const { called } = await openCompose({ 'manifest.create': () => ({ hash: 'new' }) });
    fireEvent.click(screen.getByRole('button', { name: 'New file' }));
    const field = screen.getByRole('textbox', { name: 'Path in the workspace' });
    fireEvent.change(field, { target: { value: IMAGE } });
    expect(screen.getByText('There is such a file already.')).toBeTruthy();
    fireEvent.change(field, { target: { value: 'include/new.ipp.yml' } });
    fireEvent.click(screen.getByRole('button', { name: 'Create' }));
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(called('manifest.create')).toEqual([{ path: 'include/new.ipp.yml', text: '' }]);
  });

  it('deletes one and lets go of it', async () => {
    const { called } = await openCompose({ 'manifest.remove': () => ({ undo: 'u1' }) });
    const rows = within(screen.getByRole('group', { name: 'Includes' }));
    fireEvent.contextMenu(rows.getByRole('button'));
    fireEvent.click(screen.getByRole('menuitem', { name: 'Delete' }));
    await waitFor(() => expect(called('manifest.remove')).toEqual([{ path: DEFAULTS }]));
  });
});

describe('git', () => {
  const git = { repository: true, branch: 'main', head: 'c0', files: { [IMAGE]: 'modified', 'old.yml': 'deleted' } };

  it("writes git's letters beside the files, and shows what is deleted", async () => {
    await openCompose({ 'workspace.git': () => git, 'workspace.gitText': () => "version: '1'\n" });
    expect(await screen.findByLabelText('Modified since the last commit')).toBeTruthy();
    const others = screen.getByRole('group', { name: 'Other files' });
    expect(within(others).getByLabelText('Deleted since the last commit').textContent).toBe('D');
  });

  it('compares with HEAD', async () => {
    const { store } = await openCompose({ 'workspace.git': () => git, 'workspace.gitText': () => "version: '1'\n" });
    await waitFor(() => expect(store.getState().heads.get(IMAGE)).toBe("version: '1'\n"));
    act(() => store.getState().showSheet({ kind: 'head', path: IMAGE }));
    const dialog = screen.getByRole('dialog', { name: 'minimal.mpp.yml against HEAD' });
    expect(within(dialog).getByTitle('1 line added, 1 removed')).toBeTruthy();
  });

  it('lists the commits of a file, and compares a chosen one with the one before', async () => {
    const revision = (commit: string, subject: string) => ({
      commit,
      author: 'Ada',
      timestamp: 1000,
      subject,
      path: IMAGE,
    });
    const { store, called } = await openCompose({
      'workspace.git': () => git,
      'workspace.gitLog': () => [revision('c0ffee00', 'Second'), revision('ba5e0000', 'First')],
      'workspace.gitText': ({ commit }: { commit: string }) => `commit: ${commit}\n`,
    });
    act(() => store.getState().showSheet({ kind: 'history', path: IMAGE }));
    expect(await screen.findByRole('button', { name: /Second/ })).toBeTruthy();
    await waitFor(() => expect(called('workspace.gitText')).toContainEqual({ path: IMAGE, commit: 'ba5e0000' }));
    fireEvent.click(screen.getByRole('button', { name: /First/ }));
    expect(await screen.findByText('Nothing')).toBeTruthy();
  });
});
