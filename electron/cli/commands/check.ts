/** `check`: resolves targets without building them, and says which of them cannot be built. */
import { StudioError } from '../../../shared/errors';
import { parseDefine } from '../../../shared/manifest/defines';
import { nearestName } from '../../../shared/manifest/nearest';
import type { Problem, Resolved, TargetCheck } from '../../../shared/manifest/types';
import { texts, type Command, type CommandContext } from '../command';
import { seconds, table } from '../output';

function summaryOf({ target, manifest, pipelines, packages, problems, tookMs }: Resolved): TargetCheck {
  const lists = Object.values(packages);
  return {
    target,
    ok: manifest !== undefined,
    problems,
    pipelines: pipelines.length,
    stages: pipelines.reduce((sum, { stages }) => sum + stages.length, 0),
    packages: lists.reduce((sum, list) => sum + list.length, 0),
    tookMs,
  };
}

function problemText({ file, line, message }: Problem): string {
  return `${file === undefined ? '' : `${file}:${line ?? 1}: `}${message}`;
}

/** What is to be checked: the named targets, else all of the workspace. @throws StudioError `not-found` */
function chosen(words: readonly string[], all: readonly string[]): readonly string[] {
  const names = words.map((word) => word.replace(/\.(qcow2|img|repo)$/, ''));
  const unknown = names.find((name) => !all.includes(name));
  if (unknown === undefined) return names.length > 0 ? names : all;
  const near = nearestName(unknown, all);
  throw new StudioError('not-found', `The workspace has no target '${unknown}'.`, {
    hint: near === undefined ? 'The command targets lists them.' : `Did you mean '${near}'?`,
  });
}

/** The answer, or `cancelled` as soon as somebody asks for it. */
function untilAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const end = (): void => reject(new StudioError('cancelled', 'Checking was cancelled.'));
    if (signal.aborted) end();
    signal.addEventListener('abort', end, { once: true });
    answer.then(resolve, reject).finally(() => signal.removeEventListener('abort', end));
  });
}

function printSummary({ output }: CommandContext, checks: readonly TargetCheck[]): void {
  const failed = checks.filter(({ ok }) => !ok);
  const took = checks.reduce((sum, { tookMs }) => sum + tookMs, 0);
  output.value({ checked: checks.length, failed: failed.map(({ target }) => target), tookMs: took });
  const rows = [
    ['', 'Target', 'Pipelines', 'Stages', 'Packages', 'Time'],
    ...checks.map(({ ok, target, pipelines, stages, packages, tookMs }) => [
      ok ? 'ok' : 'failed',
      target,
      ...(ok ? [pipelines, stages, packages].map(String) : ['', '', '']),
      seconds(tookMs / 1000),
    ]),
  ];
  output.line();
  for (const line of table(rows)) output.line(line);
  output.line(`\n${checks.length} checked, ${failed.length} failed, ${seconds(took / 1000)}`);
}

export const check: Command = {
  name: 'check',
  usage: 'check [TARGET…] [-D NAME=JSON]…',
  summary: 'Resolve targets (all of the workspace) without building; 2 if one fails',
  options: { define: { type: 'string', short: 'D', multiple: true } },
  async run(context) {
    const { client, output, words, values, signal, workspace } = context;
    const { targets } = await workspace();
    const names = chosen(
      words,
      targets.map(({ name }) => name),
    );
    const given = Object.fromEntries(texts(values, 'define').map(parseDefine));
    const checks: TargetCheck[] = [];
    for (const target of names) {
      const defines = { ...(await client.call('manifest.defines', { target })), ...given };
      const resolved = await untilAborted(client.call('manifest.resolve', { target, defines }), signal);
      const result = summaryOf(resolved);
      checks.push(result);
      output.value(result);
      output.line(`${result.ok ? 'ok    ' : 'failed'}  ${target}  ${seconds(result.tookMs / 1000)}`);
      for (const problem of result.problems) output.line(`          ${problem.severity}: ${problemText(problem)}`);
    }
    printSummary(context, checks);
    return checks.every(({ ok }) => ok) ? 0 : 2;
  },
};
