import { useEffect, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { toWire, type WireError } from '../../../shared/errors';
import type { GitRevision } from '../../../shared/manifest/types';
import { ErrorNotice } from '../../ui/error-notice';
import { Select } from '../../ui/select';
import { Spinner } from '../../ui/spinner';
import { LineCount } from './line-count';
import { MergeView } from './merge-view';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly path: string;
  readonly revision: GitRevision;
  /** The commit that changed the file before. */
  readonly before: GitRevision | undefined;
  readonly copy: ReactNode;
}
type Against = 'before' | 'now';
type Texts = { kind: 'loading' } | { kind: 'ready'; at: string; before: string } | { kind: 'failed'; error: WireError };

/** What a commit changed in a file, or what was changed since. */
export function RevisionDiff({ store, path, revision, before, copy }: Props) {
  const [against, setAgainst] = useState<Against>('before');
  const [texts, setTexts] = useState<Texts>({ kind: 'loading' });
  const now = useStore(store, (state) => {
    const document = state.documents.get(path);
    return document?.kind === 'open' ? document.text : undefined;
  });
  useEffect(() => {
    let current = true;
    const { textAt } = store.getState();
    Promise.all([textAt(revision.path, revision.commit), before ? textAt(before.path, before.commit) : null]).then(
      ([at, earlier]) => current && setTexts({ kind: 'ready', at: at ?? '', before: earlier ?? '' }),
      (thrown: unknown) => current && setTexts({ kind: 'failed', error: toWire(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [store, revision, before]);
  if (texts.kind === 'failed') return <ErrorNotice error={texts.error} />;
  if (texts.kind === 'loading') return <Spinner label="Reading the commit" />;
  const id = revision.commit.slice(0, 7);
  const since = against === 'now' && now !== undefined;
  const [left, right] = since ? [texts.at, now] : [texts.before, texts.at];
  const labels = since ? ([id, 'Now'] as const) : ([before ? before.commit.slice(0, 7) : 'Nothing', id] as const);
  return (
    <div className="sheet-main">
      <div className="sheet-bar">
        <Select
          label="Compare"
          value={against}
          options={[
            { value: 'before', label: 'What this commit changed' },
            ...(now === undefined ? [] : [{ value: 'now' as const, label: 'What changed since, up to now' }]),
          ]}
          onChange={setAgainst}
        />
        <span className="sheet-bar-end">
          {left === right ? 'No differences' : <LineCount before={left} after={right} />}
          {copy}
        </span>
      </div>
      <MergeView path={path} before={left} after={right} labels={labels} />
    </div>
  );
}
