import { describe, expect, test } from 'vitest';
import { NO_PROGRESS } from './progress';
import { automaticLimit, foldJob, isEnded, moved, sameWaiting, schedule, waitingInOrder } from './queue';
import { BuildRequest, Job, type BuildRequestInput, type JobStatus } from './types';

const waiting: JobStatus = { kind: 'waiting' };
const running: JobStatus = { kind: 'running', startedAt: 0 };
const done: JobStatus = { kind: 'done', startedAt: 0, endedAt: 1 };
const build = (target: string): BuildRequestInput => ({ kind: 'target', target });
const QEMU = build('a-qemu-minimal-ostree.x86_64.qcow2');

const job = (id: number, request: BuildRequestInput = QEMU, more: Partial<Job> = {}): Job =>
  Job.parse({
    ...{ id: String(id), title: `job ${id}`, request, workspace: '/w', createdAt: 0, status: waiting },
    ...{ progress: NO_PROGRESS, artifacts: [], command: '', repo: '/repo', ...more },
  });
const RULES = { paused: false, places: 2, hasRunner: true };
const started = (jobs: readonly Job[], rules: Partial<typeof RULES> = {}): string[] =>
  schedule(jobs, { ...RULES, ...rules }).start.map(({ id }) => id);
const reasons = (jobs: readonly Job[], rules: Partial<typeof RULES> = {}): Record<string, string> =>
  Object.fromEntries(schedule(jobs, { ...RULES, ...rules }).reasons);

/** Different targets, so that only places are short. */
const others = (count: number, from = 1): Job[] =>
  Array.from({ length: count }, (_none, index) => job(from + index, build(`a-qemu-image${index}-ostree.x86_64.repo`)));

describe('who starts', () => {
  test('by priority, then place, then number and not text', () => {
    const jobs = others(11);
    expect(started(jobs, { places: 11 })).toEqual(['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11']);
    const changed = jobs.map((each) =>
      each.id === '9'
        ? { ...each, priority: 1 }
        : each.id === '2'
          ? { ...each, priority: -1 }
          : each.id === '7'
            ? { ...each, order: 0.5 }
            : each,
    );
    expect(started(changed, { places: 3 })).toEqual(['9', '7', '1']);
    expect(waitingInOrder(changed).at(-1)?.id).toBe('2');
  });

  test('no more than there are places', () => {
    const jobs = others(4).map((each) => (each.id === '1' ? { ...each, status: running } : each));
    expect(started(jobs)).toEqual(['2']);
    expect(reasons(jobs)).toEqual({ 3: 'for a free place: 2 of 2 run', 4: 'for a free place: 2 of 2 run' });
    expect(started(jobs, { places: 1 })).toEqual([]);
  });

  test('nobody while the queue is paused', () => {
    expect(started(others(2), { paused: true })).toEqual([]);
    expect(reasons(others(2), { paused: true })).toEqual({ 1: 'paused', 2: 'paused' });
  });

  test('jobs say when no studio runs the queue', () => {
    expect(reasons(others(1), { hasRunner: false })).toEqual({ 1: 'for a studio that runs the queue' });
  });

  test('ended jobs neither start nor hold anything up', () => {
    expect(started([job(1, QEMU, { status: done }), job(2)])).toEqual(['2']);
  });
});

describe('builds of one ref', () => {
  const formats = ['qcow2', 'img', 'repo'].map((format, index) =>
    job(index + 2, build(`a-qemu-minimal-ostree@v${index}.x86_64.${format}`)),
  );

  test('run one after the other, whatever their format and suffix, and take no place while they wait', () => {
    const jobs = [job(1, QEMU, { status: running, ref: 'a/x86_64/minimal' }), ...formats, ...others(1, 9)];
    expect(started(jobs)).toEqual(['9']);
    expect(reasons(jobs)).toEqual({
      2: 'for job 1, which builds a/x86_64/minimal',
      3: 'for job 2, which comes first',
      4: 'for job 3, which comes first',
    });
  });

  test('of another repository, or another architecture, go on meanwhile', () => {
    const jobs = [job(1), job(2, QEMU, { repo: '/other' }), job(3, build('a-qemu-minimal-ostree.aarch64.qcow2'))];
    expect(started(jobs, { places: 9 })).toEqual(['1', '2', '3']);
  });

  test('a ref that is known is one ref for two targets', () => {
    const [one, two] = [
      job(1, QEMU, { status: running, ref: 'r' }),
      job(2, build('b-qemu-minimal-ostree.x86_64.img'), { ref: 'r' }),
    ];
    expect(started([one, two])).toEqual([]);
  });

  test('an image of a commit that is there waits for nobody', () => {
    const image = job(2, { kind: 'image-of-commit', target: 'a-qemu-minimal-ostree.x86_64.img', commit: 'c' });
    expect(started([job(1, QEMU, { status: running }), image])).toEqual(['2']);
  });
});

describe('jobs on the repository', () => {
  const prune = job(5, { kind: 'prune' });
  const pull = (id: number, refs: string[]): Job =>
    job(id, { kind: 'pull', url: 'file:///r', refs, trust: { kind: 'none' } });

  test.each<BuildRequestInput>([{ kind: 'prune' }, { kind: 'check' }])('%j is alone with its repository', (request) => {
    const alone = job(5, request);
    expect(started([job(1, QEMU, { status: running }), alone])).toEqual([]);
    expect(started([{ ...alone, status: running }, job(6), ...others(1, 7)], { places: 9 })).toEqual([]);
    expect(started([{ ...alone, status: running }, job(6, QEMU, { repo: '/other' })])).toEqual(['6']);
  });

  test('later builds do not pass one that waits for the repository', () => {
    const jobs = [job(1, QEMU, { status: running }), prune, ...others(1, 6)];
    expect(started(jobs, { places: 9 })).toEqual([]);
    expect(reasons(jobs)[6]).toBe('for job 5, which comes first');
  });

  test('a pull excludes only writers of its refs', () => {
    const building = job(1, QEMU, { status: running, ref: 'r/1' });
    expect(started([building, pull(2, ['r/2'])])).toEqual(['2']);
    expect(started([building, pull(2, ['r/2', 'r/1'])])).toEqual([]);
    expect(started([building, pull(2, [])])).toEqual([]);
    expect(started([{ ...pull(1, ['r/1']), status: running }, pull(2, ['r/1'])])).toEqual([]);
  });

  test('a delta excludes only writers of its ref', () => {
    const delta = job(2, { kind: 'delta', from: null, to: 'r/1' });
    expect(started([job(1, QEMU, { status: running, ref: 'r/1' }), delta])).toEqual([]);
    expect(started([job(1, QEMU, { status: running, ref: 'r/2' }), delta])).toEqual(['2']);
  });

  test('the starter repository is made before anything is built of it', () => {
    const starter = job(1, { kind: 'starter-repository' });
    expect(started([starter, job(2)])).toEqual(['1']);
    expect(reasons([{ ...starter, status: running }, job(2)])[2]).toBe('for job 1, which makes the starter repository');
    expect(started([starter, job(2, QEMU, { workspace: '/elsewhere' })])).toEqual(['1', '2']);
  });
});

describe('moves', () => {
  const apply = (jobs: Job[], change: Parameters<typeof moved>[1]): string[] =>
    waitingInOrder(moved(jobs, change).reduce<Job[]>(foldJob, jobs)).map(({ id }) => id);

  test('before another one, to the beginning and to the end', () => {
    const jobs = others(4);
    expect(apply(jobs, { id: '4', before: '2' })).toEqual(['1', '4', '2', '3']);
    expect(apply(jobs, { id: '3', before: '1' })).toEqual(['3', '1', '2', '4']);
    expect(apply(jobs, { id: '1', before: null })).toEqual(['2', '3', '4', '1']);
    expect(apply(jobs, { id: '2', priority: 1 })).toEqual(['2', '1', '3', '4']);
    expect(apply(jobs, { id: '3', priority: -1, before: null })).toEqual(['1', '2', '4', '3']);
  });

  test('between two as often as one likes', () => {
    let jobs = others(3);
    for (let round = 0; round < 200; round += 1) {
      const [, second, third] = waitingInOrder(jobs);
      jobs = moved(jobs, { id: third!.id, before: second!.id }).reduce<Job[]>(foldJob, jobs);
      expect(waitingInOrder(jobs)[1]?.id).toBe(third!.id);
    }
  });

  test('what does not wait is not moved', () => {
    expect(moved([job(1, QEMU, { status: running }), job(2)], { id: '1', before: null })).toEqual([]);
    expect(moved([job(1)], { id: '1', before: null })).toHaveLength(1);
  });
});

test('an identical request waits once, however its fields are ordered', () => {
  const jobs = [job(1, { ...QEMU, defines: { a: 1, b: [{ c: 2, d: 3 }] } } as BuildRequestInput)];
  const same = BuildRequest.parse({ defines: { b: [{ d: 3, c: 2 }], a: 1 }, ...QEMU });
  expect(sameWaiting(jobs, same, '/w')?.id).toBe('1');
  expect(sameWaiting(jobs, same, '/other')).toBeUndefined();
  expect(sameWaiting(jobs, { ...same, kind: 'starter-repository' }, '/w')).toBeUndefined();
  expect(sameWaiting([{ ...jobs[0]!, status: running }], same, '/w')).toBeUndefined();
});

test('the limit follows processors and memory, and is never nothing', () => {
  const gib = 1024 ** 3;
  expect(automaticLimit(8, 64 * gib)).toBe(8);
  expect(automaticLimit(8, 7 * gib)).toBe(2);
  expect(automaticLimit(1, gib)).toBe(1);
  expect(automaticLimit(128, 1024 * gib)).toBe(16);
});

test('changes are folded in place, new jobs are added in order', () => {
  const list = foldJob(foldJob([job(2)], job(10)), job(2, QEMU, { status: done }));
  expect(list.map((each) => [each.id, isEnded(each)])).toEqual([
    ['2', true],
    ['10', false],
  ]);
  expect(foldJob(list, job(3)).map(({ id }) => id)).toEqual(['2', '3', '10']);
});

test('a thousand waiting jobs are scheduled at once', () => {
  const jobs = Array.from({ length: 1000 }, (_none, index) =>
    job(index + 1, build(`a-t${index % 40}-i-ostree.x86_64.img`)),
  );
  const began = performance.now();
  const { start, reasons: why } = schedule(jobs, { ...RULES, places: 4 });
  expect(performance.now() - began).toBeLessThan(100);
  expect(start.map(({ id }) => id)).toEqual(['1', '2', '3', '4']);
  expect(why.size).toBe(996);
  expect(why.get('41')).toBe('for job 1, which comes first');
});
