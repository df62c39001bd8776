/** With Node itself as the child: it is everywhere. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cleanEnvironment, lineSplitter, run } from './run';

const node = (script: string, options: Parameters<typeof run>[2] = {}) =>
  run(process.execPath, ['-e', script], options);
/** A process that has ended stays a zombie until somebody asks for its status. */
const isAlive = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
};

describe('what a child prints', () => {
  test('is kept, and handed on by lines as it comes', async () => {
    const lines: string[] = [];
    const result = await node("console.log('a\\nb'); console.error('c'); process.stdout.write('d')", {
      onLine: (line, stream) => lines.push(`${stream} ${line}`),
    });
    expect(result).toEqual({ stdout: 'a\nb\nd', stderr: 'c\n', exitCode: 0 });
    expect(lines.sort()).toEqual(['stderr c', 'stdout a', 'stdout b', 'stdout d']);
  });

  test('without end is stopped', async () => {
    const endless = node("setInterval(() => process.stdout.write('x'.repeat(65536)), 0)", { maxOutput: 200_000 });
    await expect(endless).rejects.toMatchObject({
      code: 'tool-failed',
      message: expect.stringContaining('more than 200000 bytes'),
    });
  });

  test('is split at line ends only, also within a character', () => {
    const lines: string[] = [];
    const splitter = lineSplitter((line) => lines.push(line));
    const bytes = Buffer.from('é\r\nb');
    splitter.push(bytes.subarray(0, 1));
    splitter.push(bytes.subarray(1));
    splitter.push(Buffer.from('x'.repeat(70_000)));
    splitter.end();
    expect([lines[0], lines[1]?.length, lines[2]?.length]).toEqual(['é', 65536, 70_001 - 65536]);
  });
});

describe('what a child is given', () => {
  test('standard input, or none', async () => {
    const read = "process.stdout.write(require('fs').readFileSync(0))";
    expect((await node(read, { stdin: 'text' })).stdout).toBe('text');
    expect((await node(read)).stdout).toBe('');
  });

  test('a clean environment, and no shell', async () => {
    process.env.STUDIO_TEST_SECRET = 'secret';
    const { stdout } = await run(process.execPath, ['-p', 'process.env.STUDIO_TEST_SECRET + process.argv[1]', '$(id)']);
    delete process.env.STUDIO_TEST_SECRET;
    expect(stdout).toBe('undefined$(id)\n');
    expect(cleanEnvironment()).toMatchObject({ LC_ALL: 'C.UTF-8', PATH: expect.stringContaining('/usr/sbin') });
  });
});

describe('an ending', () => {
  test('with another status carries argv, status and the last lines', async () => {
    const failed = node("for (let i = 0; i < 50; i += 1) console.error('line ' + i); process.exitCode = 3");
    await expect(failed).rejects.toMatchObject({
      code: 'tool-failed',
      message: expect.stringContaining('exited with status 3: line 49'),
      detail: { exitCode: 3, tail: Array.from({ length: 30 }, (_, i) => `line ${i + 20}`) },
    });
    expect((await node('process.exitCode = 3', { ok: [0, 3] })).exitCode).toBe(3);
  });

  test('by a signal is told', async () => {
    await expect(node("process.kill(process.pid, 'SIGKILL')")).rejects.toMatchObject({
      detail: { exitCode: 137, signal: 'SIGKILL' },
    });
  });

  test('a program that is not there is a missing tool', async () => {
    await expect(run('no-such-program', [])).rejects.toMatchObject({
      code: 'missing-tool',
      detail: { names: ['no-such-program'] },
    });
  });

  test('that does not come is forced', async () => {
    await expect(node('setInterval(() => 0, 1000)', { timeout: 100 })).rejects.toMatchObject({
      code: 'tool-failed',
      message: expect.stringContaining('did not end within 100 ms'),
    });
  });

  test('cancelling reaches the grandchildren', async () => {
    const cancel = new AbortController();
    let pid = 0;
    const script = `const { spawn } = require('child_process');
      console.log(spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)']).pid);
      setInterval(() => 0, 1000);`;
    const cancelled = node(script, {
      signal: cancel.signal,
      onLine: (line) => {
        pid = Number(line);
        cancel.abort();
      },
    });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => isAlive(pid)).toBe(false);
    await expect(node('0', { signal: cancel.signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});
