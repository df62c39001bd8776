import { expect, test, vi } from 'vitest';
import type { MachineState } from '../../../shared/machines/types';
import { GuestSession } from './guest-session';

/** A console whose far end is scripted: each line that is typed gets the next answer. */
function scriptedConsole(answers: (typed: string) => string | undefined) {
  let hear: (text: string) => void = () => undefined;
  const states: MachineState['kind'][] = [];
  const typed: string[] = [];
  const session = new GuestSession({
    console: {
      onText: (listener) => (hear = listener),
      write(text) {
        typed.push(String(text));
        const answer = answers(String(text));
        if (answer !== undefined) queueMicrotask(() => hear(answer));
      },
    },
    initial: { kind: 'booting', since: Date.now() },
    onState: (state) => states.push(state.kind),
    silentAfterMs: 1000,
  });
  return { session, states, typed, say: (text: string) => hear(text) };
}

/** A shell that knows a few commands. */
function shell(typed: string): string | undefined {
  if (typed === 'root\r') return 'root\r\nroot@guest:~# ';
  const mark = /<studio:\$\?:(\w+)>/.exec(typed)?.[1] ?? '';
  if (typed.startsWith('true;'))
    return `${typed}\nfine\r\n<studio:0:${mark}>\r\nroot@guest:~# [   45.112487] powernow_k8: not supported\r\n`;
  if (typed.startsWith('curl;'))
    return `${typed}\nbash: curl: command not found\r\n<studio:127:${mark}>\r\nroot@guest:~# `;
  return undefined;
}

test('logs in and runs commands, one after the other, with what they printed and their status', async () => {
  const { session, states, say } = scriptedConsole(shell);
  say('\r\nguest login: ');
  const answers = await Promise.all([session.run('true', 5000), session.run('curl', 5000)]);
  expect(answers).toEqual([
    { output: 'fine\n', status: 0 },
    { output: 'bash: curl: command not found\n', status: 127 },
  ]);
  expect(states).toEqual(['login', 'shell']);
  session.close();
});

test('a refused login says so', async () => {
  const { session, say } = scriptedConsole((typed) => (typed === 'root\r' ? '\r\nPassword: ' : '\r\nLogin incorrect'));
  say('\r\nguest login: ');
  await expect(session.run('true', 5000)).rejects.toMatchObject({ code: 'invalid-input' });
  session.close();
});

test('a command of two lines is refused before anything is typed', async () => {
  const { session, typed } = scriptedConsole(shell);
  await expect(session.run('true\rreboot', 5000)).rejects.toMatchObject({ code: 'invalid-input' });
  expect(typed).toEqual([]);
  session.close();
});

test('a guest that panics ends whoever waits for it, with its line', async () => {
  const { session, say, states } = scriptedConsole(() => undefined);
  const waiting = session.shell(5000);
  say('Kernel panic - not syncing: no init found\r\n');
  await expect(waiting).rejects.toMatchObject({
    message: 'The guest has stopped: Kernel panic - not syncing: no init found',
  });
  expect(states).toEqual(['panicked']);
  session.close();
});

test('a guest that never prompts is silent, however much it prints; a late prompt is still one', () => {
  vi.useFakeTimers();
  const { session, say, states } = scriptedConsole(() => undefined);
  for (let turn = 0; turn < 11; turn += 1) {
    say('Job dev-disk-by-label-root.device/start running\r\n');
    vi.advanceTimersByTime(100);
  }
  expect(states).toEqual(['silent']);
  say('\r\nguest login: ');
  expect(states).toEqual(['silent', 'login']);
  session.close();
  vi.useRealTimers();
});

test('a command during which the guest reboots fails', async () => {
  const { session, say, typed: lines } = scriptedConsole((typed) => (typed === 'root\r' ? shell(typed) : undefined));
  say('\r\nguest login: ');
  await session.shell(5000);
  const running = session.run('true', 5000);
  await vi.waitFor(() => expect(lines.some((line) => line.startsWith('true;'))).toBe(true));
  session.booting();
  await expect(running).rejects.toMatchObject({ code: 'tool-failed' });
  session.close();
});
