/**
 * Small manifests of our own, one for each thing that the language does, with what osbuild-mpp of osbuild 191 made of
 * them (Python 3.11, PyYAML 6.0, util-linux 2.38): byte for byte, and for failures its status and standard output.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { nodeHost } from './host-node';
import { mppCommand } from './mpp-command';

const folder = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../../tests/fixtures/mpp');
const Case = z.object({
  note: z.string(),
  arguments: z.array(z.string()),
  status: z.number(),
  stdout: z.string().optional(),
});

const cases = readdirSync(folder).map((name) => {
  const file = path.join(folder, name, 'case.json');
  return [name, Case.parse(JSON.parse(readFileSync(file, 'utf8')))] as const;
});

describe('osbuild-mpp’s language', () => {
  test.for(cases)('%s', async ([name, { arguments: argv, status, stdout }]) => {
    const cwd = path.join(folder, name);
    const written = { stdout: '', stderr: '' };
    const host = nodeHost({
      solve: () => Promise.reject(new Error('no case asks the solver')),
      onPrint: (text, stream) => void (written[stream] += text),
    });
    const result = await mppCommand([...argv, '-'], cwd, () => host, {
      stdout: (text) => void (written.stdout += text),
      stderr: (text) => void (written.stderr += text),
    });
    expect({ status: result, stderr: status === 0 ? written.stderr : '' }).toEqual({ status, stderr: '' });
    const expected = path.join(cwd, 'expected.json');
    expect(written.stdout).toBe(existsSync(expected) ? readFileSync(expected, 'utf8') : stdout);
    if (status !== 0) expect(written.stderr).not.toContain('internal error');
  });

  test('there are enough of them, failures among them', () => {
    expect(cases.length).toBeGreaterThan(90);
    expect(cases.filter(([, { status }]) => status !== 0).length).toBeGreaterThan(30);
  });
});
