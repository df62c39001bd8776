import { describe, expect, it } from 'vitest';
import type { CommitDetails } from '../../../shared/history/types';
import { StudioError } from '../../../shared/errors';
import { deferred } from '../../testing/fake-studio';
import { commit, commitDetails } from '../../testing/samples';
import { createDetailsLoader } from './details-loader';

function setUp(concurrency = 2) {
  const reads = new Map<string, ReturnType<typeof deferred<CommitDetails>>>();
  const done: string[] = [];
  const loader = createDetailsLoader(
    (checksum) => {
      const read = deferred<CommitDetails>();
      reads.set(checksum, read);
      return read.promise;
    },
    (checksum, result) => done.push(`${checksum} ${result.kind}`),
    concurrency,
  );
  const answer = async (checksum: string) => {
    reads.get(checksum)?.resolve(commitDetails(commit(checksum)));
    await Promise.resolve();
    await Promise.resolve();
    await Promise.resolve();
  };
  return { loader, reads, done, answer };
}

describe('details loader', () => {
  it('reads no more than so many at a time, and each once', async () => {
    const { loader, reads, done, answer } = setUp();
    loader.want(['a', 'b', 'c', 'd']);
    expect([...reads.keys()]).toEqual(['a', 'b']);
    await answer('a');
    expect([...reads.keys()]).toEqual(['a', 'b', 'c']);
    loader.want(['a', 'b', 'c', 'd']);
    await answer('b');
    await answer('c');
    await answer('d');
    expect(done).toEqual(['a ready', 'b ready', 'c ready', 'd ready']);
    expect(reads.size).toBe(4);
  });

  it('drops what was scrolled away before it began', async () => {
    const { loader, reads, answer } = setUp();
    loader.want(['a', 'b', 'c', 'd']);
    loader.want(['x', 'y']);
    await answer('a');
    expect([...reads.keys()]).toEqual(['a', 'b', 'x']);
  });

  it('ignores answers from before a reset', async () => {
    const { loader, done, answer } = setUp();
    loader.want(['a']);
    loader.reset();
    await answer('a');
    expect(done).toEqual([]);
  });

  it('tells a failure and goes on', async () => {
    const { loader, reads, done, answer } = setUp(1);
    loader.want(['a', 'b']);
    reads.get('a')?.reject(new StudioError('not-found', 'Gone.'));
    await answer('none');
    expect(done).toEqual(['a failed']);
    expect(reads.has('b')).toBe(true);
  });
});
