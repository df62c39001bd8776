import { describe, expect, it } from 'vitest';
import { Manifest } from '../../../../../shared/manifest/types';
import type { EngineEvent } from '../engine';
import { recording, RECORDINGS, replay, streamOf } from './recorded-runs';

const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  'c1-cache': ['config'],
  'c2-cache': ['config'],
  'c4-cache': ['config'],
  'x4-no-exports': [],
};

function exportsOf(name: string): readonly string[] {
  const manifest = Manifest.safeParse(recording(name).manifest);
  return EXPORTS[name] ?? (manifest.success ? manifest.data.pipelines.map((pipeline) => pipeline.name) : []);
}

const play = (name: string) => replay(recording(name), exportsOf(name));
const told = (events: readonly EngineEvent[], ...kinds: EngineEvent['kind'][]): EngineEvent[] =>
  events.filter(({ kind }) => kinds.includes(kind));

describe('osbuild’s monitor as events', () => {
  const streams = RECORDINGS.filter((name) => recording(name).monitor.length > 0);

  it.each(streams)('reads every record of %s, and ends all that it began', (name) => {
    const { events, unread, finished } = play(name);
    expect(unread).toBe(0);
    expect(finished).toBe(recording(name).exitStatus === 0 || name === 'x5-empty-pipeline');
    for (const kind of ['pipeline', 'stage', 'step'] as const) {
      const starts = events.filter((event) => event.kind === `${kind}-start`).length;
      expect(events.filter((event) => event.kind === `${kind}-end`)).toHaveLength(starts);
    }
  });

  it.each(streams)('tells the same of %s however the stream is cut', (name) => {
    const exports = exportsOf(name);
    const stream = streamOf(recording(name));
    expect(replay(recording(name), exports, stream, 1)).toEqual(replay(recording(name), exports, stream, 1 << 20));
  });

  it('tells stages with their number, their time and what they print, line by line', () => {
    const { events } = play('e1-stage-fails');
    expect(told(events, 'stage-start', 'stage-end', 'pipeline-end')).toMatchObject([
      { kind: 'stage-start', pipeline: 't', index: 0, stage: 'org.osbuild.mkdir' },
      { kind: 'stage-end', index: 0, ok: true },
      { kind: 'stage-start', pipeline: 't', index: 1, stage: 'org.osbuild.copy' },
      { kind: 'stage-end', index: 1, ok: false },
      { kind: 'pipeline-end', pipeline: 't', ok: false },
    ]);
    const [first] = told(events, 'stage-end');
    expect(first?.kind === 'stage-end' && first.seconds).toBeGreaterThan(0);
    const lines = told(events, 'output').map((event) => (event.kind === 'output' ? event.text : ''));
    expect(lines).toContain("cp: cannot stat '/run/osbuild/tree/nosuch': No such file or directory");
    expect(lines.some((line) => line.includes('\n'))).toBe(false);
  });

  it('knows the failed stage and what it said, with a result and without one', () => {
    const failed = play('e1-stage-fails').failure;
    expect(failed).toMatchObject({ kind: 'stage', pipeline: 't', stage: 'org.osbuild.copy' });
    expect(failed?.tail.at(-1)).toContain('returned non-zero exit status 1');
    expect(play('e11-mount-fails').failure).toMatchObject({ pipeline: 'image', kind: 'stage' });
    expect(play('e9-device-missing').failure).toMatchObject({ pipeline: 't', stage: 'org.osbuild.mkfs.ext4' });
  });

  it('knows the source that failed, and why', () => {
    expect(play('e3-source-404').failure).toMatchObject({
      ...{ kind: 'source', stage: 'org.osbuild.curl', pipeline: 'sources' },
      reason: 'curl: error downloading http://127.0.0.1:18191/nosuch: exit code 22',
    });
    expect(told(play('e3-source-404').events, 'step-end')).toMatchObject([{ step: 'sources', ok: false }]);
  });

  it('counts the items of sources', () => {
    const [items] = told(play('c1-cache').events, 'items');
    expect(items).toMatchObject({ phase: 'sources', done: 6, total: 6 });
  });

  it('calls cached what osbuild passed over: beginnings of pipelines, whole ones, everything', () => {
    expect(told(play('c1-cache').events, 'stage-cached')).toEqual([]);
    const half = told(play('c2-cache').events, 'stage-cached', 'stage-start').map((event) =>
      'index' in event ? `${event.kind} ${event.pipeline} ${event.index}` : '',
    );
    expect(half.slice(0, 8)).toEqual([
      ...['stage-cached base 0', 'stage-cached base 1'],
      ...[0, 1, 2, 3, 4].map((index) => `stage-cached config ${index}`),
      'stage-start config 5',
    ]);
    const all = play('c4-cache').events;
    expect(told(all, 'stage-start')).toEqual([]);
    expect(told(all, 'stage-cached')).toHaveLength(18);
    expect(told(all, 'pipeline-end')).toMatchObject([
      { pipeline: 'base', ok: true, seconds: 0 },
      { pipeline: 'config', ok: true, seconds: 0 },
    ]);
  });

  it('keeps colours', () => {
    const recorded = recording('n1-noop');
    const monitor = recorded.monitor.map((text) => text.replace('Not doing anything', '\\u001b[31mNot doing anything'));
    const { events } = replay({ ...recorded, monitor }, ['t']);
    expect(told(events, 'output').some((e) => e.kind === 'output' && e.text.startsWith('\u001b[31mNot'))).toBe(true);
  });
});

describe('a stream that is not what it should be', () => {
  const recorded = recording('e1-stage-fails');
  const good = streamOf(recorded);
  const rs = Buffer.from([0x1e]);

  it('passes over junk before, between and after records, and counts what it could not read', () => {
    const junk = Buffer.concat([
      Buffer.from('warning: something\n{"message": "no record"}\n'),
      ...[rs, Buffer.from('{"message": \n'), rs, Buffer.from('[1, 2]\n'), rs, rs, Buffer.from('{"timestamp": "x"}\n')],
      ...[good, Buffer.from('more junk\n')],
    ]);
    const { events, unread } = replay(recorded, ['t'], junk);
    expect(unread).toBe(3);
    expect(events).toEqual(play('e1-stage-fails').events);
  });

  it('ends what was begun where the stream breaks off', () => {
    const half = good.subarray(0, good.indexOf('Finished module org.osbuild.copy'));
    const { failure, unread, events } = replay(recorded, ['t'], half);
    expect(unread).toBe(1);
    expect(failure).toMatchObject({ pipeline: 't', stage: 'org.osbuild.copy' });
    expect(told(events, 'stage-end').at(-1)).toMatchObject({ index: 1, ok: false });
  });

  it('does not keep a record without end', () => {
    const endless = Buffer.concat([rs, Buffer.alloc(20 * 1024 * 1024, 'x'), Buffer.from('\n'), good]);
    const { events, unread } = replay(recorded, ['t'], endless, 65536);
    expect(unread).toBe(1);
    expect(events).toEqual(play('e1-stage-fails').events);
  });

  it('does not follow names and numbers that are not in the plan', () => {
    const context = { id: 'x', origin: 'osbuild.monitor', pipeline: { name: 'other', stage: { name: 's', id: 'y' } } };
    const strange = ['Starting pipeline other', 'Starting module s', 'Finished pipeline other'].map((message) =>
      JSON.stringify({ message, context }),
    );
    const { events } = replay({ ...recorded, monitor: strange, exitStatus: 1 }, ['t']);
    expect(events).toEqual([]);
  });
});
