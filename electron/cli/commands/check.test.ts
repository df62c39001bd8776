import { describe, expect, test } from 'vitest';
import type { StudioClient } from '../../../shared/contract';
import type { CommandContext } from '../command';
import { createOutput } from '../output';
import { check } from './check';

const RESOLVED = { variables: [], origins: {}, files: [], tookMs: 120 };
const answers: Record<string, object> = {
  good: { target: 'good', manifest: {}, pipelines: [{ stages: [1, 2] }], packages: { os: [1, 2, 3] }, problems: [] },
  bad: {
    target: 'bad',
    pipelines: [],
    packages: {},
    problems: [{ severity: 'error', message: 'No such name.', file: 'a.mpp.yml', line: 7 }],
  },
};

/** Types the command with these words, in a workspace of two targets. */
async function type(words: string[], { json = false, signal = new AbortController().signal } = {}) {
  let printed = '';
  const stream = { write: (text: string) => Boolean((printed += text)) } as unknown as NodeJS.WritableStream;
  const asked: unknown[] = [];
  const call = async (name: string, input: { target: string }): Promise<unknown> => {
    if (name === 'manifest.defines') return input.target === 'good' ? { kept: 1 } : {};
    asked.push(input);
    if (signal.aborted) return new Promise(() => undefined);
    return { ...RESOLVED, ...answers[input.target] };
  };
  const context = {
    client: { call } as unknown as StudioClient,
    output: createOutput(json, stream, stream),
    values: { define: ['given=2'] },
    words,
    signal,
    workspace: async () => ({ targets: [{ name: 'good' }, { name: 'bad' }] }),
  } as unknown as CommandContext;
  return { status: await check.run(context), printed: () => printed, asked };
}

describe('check', () => {
  test('goes through all targets, with the defines that are kept and those that are given', async () => {
    const { status, printed, asked } = await type([]);
    expect(status).toBe(2);
    expect(asked).toEqual([
      { target: 'good', defines: { kept: 1, given: 2 } },
      { target: 'bad', defines: { given: 2 } },
    ]);
    expect(printed()).toContain('ok      good  0.1 s\n');
    expect(printed()).toContain('failed  bad  0.1 s\n          error: a.mpp.yml:7: No such name.\n');
    expect(printed()).toMatch(/ok +good +1 +2 +3 +0\.1 s\nfailed +bad +0\.1 s\n\n2 checked, 1 failed, 0\.2 s\n$/);
  });

  test('a named target, by the name of what is built of it', async () => {
    expect((await type(['good.qcow2'])).status).toBe(0);
  });

  test('as JSON, a line for each and one for all', async () => {
    const { printed } = await type(['bad'], { json: true });
    const lines = printed().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { target: 'bad', ok: false, packages: 0 },
      { checked: 1, failed: ['bad'] },
    ]);
  });

  test('a target that is not there, with the nearest name', async () => {
    await expect(type(['goood'])).rejects.toMatchObject({ code: 'not-found', hint: "Did you mean 'good'?" });
  });

  test('Ctrl C ends it although a target hangs', async () => {
    const cancel = new AbortController();
    cancel.abort();
    await expect(type(['good'], { signal: cancel.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});
