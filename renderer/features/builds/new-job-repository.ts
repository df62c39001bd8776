/** The workspace's repository, read when a dialog opens. */
import { useEffect, useState } from 'react';
import { toWire, type WireError } from '../../../shared/errors';
import type { Commit, Repository } from '../../../shared/history/types';
import type { BuildsStore } from './store';

export interface RepositoryRead {
  readonly repository?: Repository;
  readonly commits: readonly Commit[];
  readonly error?: WireError;
  /** Why nothing can be done with it; empty while it is read. */
  readonly problem: string | undefined;
}

export function useRepository(store: BuildsStore): RepositoryRead {
  const [read, setRead] = useState<RepositoryRead>({ commits: [], problem: '' });
  useEffect(() => {
    let isOver = false;
    store
      .getState()
      .repository()
      .then(
        ({ repository, commits }) => {
          const problem = repository.exists ? undefined : 'The workspace has no repository yet: build an image first.';
          if (!isOver) setRead({ repository, commits, problem });
        },
        (thrown: unknown) => {
          if (!isOver) setRead({ commits: [], error: toWire(thrown), problem: '' });
        },
      );
    return () => {
      isOver = true;
    };
  }, [store]);
  return read;
}
