import { expect, test } from 'vitest';
import { runInTerminal, terminalLines } from './run-in-terminal';

const never = new AbortController().signal;

test('a line that is written over tells each of its states, and its last one as a line', () => {
  const told: [string, boolean][] = [];
  const lines = terminalLines((line, progress) => told.push([line, progress]));
  for (const text of ['one\r', '\n10%', '\r20%\x1b[K\r', '25%\x1b', '8', '\x1b[1m30%\x1b[0m\r\n', 'rest'])
    lines.push(text);
  lines.end();
  expect(told).toEqual([
    ['one', false],
    ['10%', true],
    ['20%', true],
    ['25%', true],
    ['30%', false],
    ['rest', false],
  ]);
});

test('a program sees a terminal, and its failure is told with its last lines', async () => {
  const lines: string[] = [];
  const onLine = (line: string): void => void lines.push(line);
  await runInTerminal('tty', [], { signal: never, onLine });
  expect(lines[0]).toMatch(/^\/dev\//);
  await expect(runInTerminal('ls', ['/absent'], { signal: never, onLine })).rejects.toMatchObject({
    code: 'tool-failed',
    detail: { exitCode: 2, tail: [expect.stringContaining('/absent')] },
  });
  await expect(runInTerminal('no-such-program', [], { signal: never, onLine })).rejects.toMatchObject({
    code: 'missing-tool',
  });
});

test('cancelling ends it', async () => {
  const cancel = new AbortController();
  const running = runInTerminal('sleep', ['60'], { signal: cancel.signal, onLine: () => undefined });
  cancel.abort();
  await expect(running).rejects.toMatchObject({ code: 'cancelled' });
});
