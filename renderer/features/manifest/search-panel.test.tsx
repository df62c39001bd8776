import { act, cleanup, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StudioError } from '../../../shared/errors';
import { DEFAULTS, editor, IMAGE, openCompose, type } from '../../testing/compose';
import { deferred } from '../../testing/fake-studio';

beforeEach(() => localStorage.clear());
afterEach(cleanup);

const match = (file: string, line: number, text: string, word: string) => ({
  ...{ file, line, text },
  column: text.indexOf(word) + 1,
  start: text.indexOf(word),
  length: word.length,
});
const answer = {
  matches: [match(IMAGE, 1, "version: '2'", 'version'), match(DEFAULTS, 2, 'hostname: version', 'version')],
  files: 2,
  more: false,
  tookMs: 3,
};

async function search(answers: Parameters<typeof openCompose>[0], text: string) {
  const opened = await openCompose(answers);
  act(() => opened.store.getState().showSearch());
  fireEvent.change(screen.getByRole('searchbox', { name: 'Text to find in all files' }), { target: { value: text } });
  return opened;
}

it('groups what was found by file, goes to a place, and back to the files', async () => {
  const { store } = await search({ 'workspace.search': () => answer }, 'version');
  expect(await screen.findByText('2 matches in 2 files')).toBeTruthy();
  const list = screen.getByRole('listbox', { name: 'Lines found' });
  const rows = within(list).getAllByRole('option');
  expect(rows.map((row) => row.textContent)).toEqual([
    'minimal.mpp.ymlimages1',
    "1version: '2'",
    'defaults.ipp.ymlinclude1',
    '2hostname: version',
  ]);
  expect(rows[3]!.querySelector('mark')?.textContent).toBe('version');
  list.focus();
  for (let step = 0; step < 4; step += 1) fireEvent.keyDown(list, { key: 'ArrowDown' });
  fireEvent.keyDown(list, { key: 'Enter' });
  expect(store.getState()).toMatchObject({ file: DEFAULTS, jump: { line: 2, column: 11 } });
  fireEvent.keyDown(list, { key: 'Escape' });
  expect(screen.getByRole('list', { name: 'Targets' })).toBeTruthy();
});

it('searches what is not saved too, and asks for cases and expressions', async () => {
  const { called } = await openCompose({ 'workspace.search': () => answer });
  type(editor(), 'mine: 1\n');
  fireEvent.click(screen.getByRole('button', { name: 'Search in all files (Ctrl Shift F)' }));
  fireEvent.click(screen.getByRole('button', { name: 'Match case' }));
  fireEvent.click(screen.getByRole('button', { name: 'Regular expression' }));
  fireEvent.change(screen.getByRole('searchbox', { name: 'Text to find in all files' }), { target: { value: 'm.ne' } });
  await waitFor(() =>
    expect(called('workspace.search')).toEqual([
      {
        ...{ query: 'm.ne', regex: true, caseSensitive: true, limit: 5000 },
        texts: { [IMAGE]: "version: '2'\nmine: 1\n" },
      },
    ]),
  );
});

it('shows the answer to the last question only', async () => {
  const first = deferred<typeof answer>();
  await search(
    { 'workspace.search': ({ query }: { query: string }) => (query === 'slow' ? first.promise : answer) },
    'slow',
  );
  await act(() => new Promise((resolve) => setTimeout(resolve, 200)));
  fireEvent.change(screen.getByRole('searchbox', { name: 'Text to find in all files' }), { target: { value: 'fast' } });
  act(() => first.resolve({ ...answer, matches: [], files: 0 }));
  expect(await screen.findByText('2 matches in 2 files')).toBeTruthy();
});

it('says that nothing was found, and what went wrong', async () => {
  let fails = false;
  await search(
    {
      'workspace.search': () => {
        if (fails) throw new StudioError('invalid-input', 'The expression is not closed.');
        return { matches: [], files: 0, more: false, tookMs: 1 };
      },
    },
    'nowhere',
  );
  expect(await screen.findByText('No file has “nowhere”.')).toBeTruthy();
  fails = true;
  fireEvent.change(screen.getByRole('searchbox', { name: 'Text to find in all files' }), { target: { value: '(' } });
  expect((await screen.findByRole('alert')).textContent).toContain('The expression is not closed.');
});

it('lists where a variable is set and used, and goes to where it is set', async () => {
  const place = (file: string, line: number, column: number, text: string) => ({ file, line, column, text });
  const { store } = await openCompose({
    'manifest.symbols': () => ({
      variables: [
        {
          name: 'hostname',
          definitions: [place(DEFAULTS, 2, 1, 'hostname: starter')],
          uses: [place(IMAGE, 2, 7, 'name: $hostname')],
        },
      ],
      imports: [],
    }),
  });
  await waitFor(() => expect(store.getState().symbols.variables).toHaveLength(1));
  type(editor(), 'name: $hostname\n');
  act(() => editor().dispatch({ selection: { anchor: "version: '2'\nname: $host".length } }));
  act(() => store.getState().findUses());
  expect(screen.getByText('2 places in 2 files')).toBeTruthy();
  act(() => store.getState().goToDefinition());
  expect(store.getState()).toMatchObject({ file: DEFAULTS, jump: { line: 2, column: 1 } });
});
