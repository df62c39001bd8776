/**
 * Many files over http and https by one curl, which keeps its connections: hundreds of packages of one server need a few
 * handshakes, not hundreds. https://curl.se/docs/manpage.html
 */
import { rename, rm } from 'node:fs/promises';
import { StudioError } from '../../../../shared/errors';
import { run } from '../../run';

export interface Download {
  readonly url: string;
  readonly insecure: boolean;
  /** Where it goes. */
  readonly file: string;
  /** Where what was fetched of it is kept after a failure; the next try goes on with it. */
  readonly partial: string;
}

interface Outcome {
  readonly status: number;
  readonly message: string;
}

const AT_ONCE = 8;
const ROUNDS = 3;
/** Exit statuses after which what is there is of no use: the server's range does not fit it. */
const CANNOT_RESUME = new Set([22, 33, 36]);
/** Exit statuses that another try does not change: a wrong address, an answer of 4xx, an unknown certificate. */
const FINAL = new Set([1, 3, 60]);
const REPORT = String.raw`%{urlnum}\t%{exitcode}\t%{errormsg}\n`;

/** A string of curl's configuration files. */
export function quoted(text: string): string {
  const escapes: Record<string, string> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' };
  return `"${text.replace(/["\\\n\r\t]/g, (character) => escapes[character] ?? '')}"`;
}

/** What curl reads on its standard input. */
export function curlConfig(downloads: readonly Download[]): string {
  return downloads.map(({ url, file }) => `url = ${quoted(url)}\noutput = ${quoted(file)}\n`).join('');
}

function curlArgs(insecure: boolean): string[] {
  return [
    ...['--silent', '--show-error', '--fail', '--location', '--globoff', '--continue-at', '-'],
    ...['--retry', '3', '--connect-timeout', '30', '--speed-limit', '1000', '--speed-time', '60'],
    ...['--parallel', '--parallel-max', String(AT_ONCE), '--proto', '=http,https', '--proto-redir', '=http,https'],
    ...(insecure ? ['--insecure'] : []),
    ...['--write-out', REPORT, '--config', '-'],
  ];
}

async function round(
  downloads: readonly Download[],
  signal: AbortSignal | undefined,
  onDone: (download: Download) => Promise<void>,
): Promise<Map<Download, Outcome>> {
  const outcomes = new Map<Download, Outcome>();
  const handling: Promise<void>[] = [];
  for (const insecure of [false, true]) {
    const some = downloads.filter((one) => one.insecure === insecure);
    if (some.length === 0) continue;
    const onLine = (line: string): void => {
      const [number = '', status = '', message = ''] = line.split('\t');
      const download = /^\d+$/.test(number) ? some[Number(number)] : undefined;
      if (!download || outcomes.has(download)) return;
      outcomes.set(download, { status: Number(status), message });
      if (status !== '0') return;
      const handled = onDone(download);
      handled.catch(() => undefined); // it is awaited below
      handling.push(handled);
    };
    // Each file's own status counts, not curl's.
    const ok = Array.from({ length: 128 }, (_, status) => status);
    const options = { stdin: curlConfig(some), onLine, ok, ...(signal ? { signal } : {}) };
    await run('curl', curlArgs(insecure), options);
  }
  await Promise.all(handling);
  return outcomes;
}

/**
 * Fetches all files; each that is there is told at once. What was fetched of the others stays for the next time.
 *
 * @throws StudioError `tool-failed` for the first address that cannot be fetched, what `onDone` throws, `cancelled`
 */
export async function downloadAll(
  downloads: readonly Download[],
  { signal, onDone }: { signal?: AbortSignal | undefined; onDone: (download: Download) => Promise<void> },
): Promise<void> {
  let left = downloads;
  for (const { partial, file } of left) await rename(partial, file).catch(() => undefined);
  const done = new Set<Download>();
  try {
    for (let tries = 1; left.length > 0; tries++) {
      const outcomes = await round(left, signal, async (one) => {
        done.add(one);
        await onDone(one);
      });
      left = left.filter((one) => outcomes.get(one)?.status !== 0);
      const [failed] = left;
      const outcome = failed && outcomes.get(failed);
      if (failed && (tries >= ROUNDS || FINAL.has(outcome?.status ?? 0)))
        throw new StudioError(
          'tool-failed',
          `${failed.url} cannot be fetched: ${outcome?.message ?? 'curl stopped'}.`,
          {
            detail: { names: [failed.url], tail: [outcome?.message ?? ''] },
          },
        );
      for (const one of left)
        if (CANNOT_RESUME.has(outcomes.get(one)?.status ?? 0)) await rm(one.file, { force: true });
    }
  } finally {
    for (const one of downloads) if (!done.has(one)) await rename(one.file, one.partial).catch(() => undefined);
  }
}
