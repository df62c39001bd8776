import { unifiedMergeView } from '@codemirror/merge';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { WireError } from '../../../shared/errors';
import type { Manifest } from '../../../shared/manifest/types';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { formatDateTime } from '../../ui/format';
import { jsonExtensions } from './json-extensions';
import { useJsonText } from './json-text-of';
import { ResolvedChanges } from './resolved-changes';
import type { LastBuilt } from './picture-actions';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly against: 'built' | 'baseline';
  readonly target: string;
  readonly manifest: Manifest;
}

/** The manifest over an earlier one: what changed in words, then the lines; equal lines are folded. */
export function JsonCompare({ store, against, target, manifest }: Props) {
  return against === 'built' ? (
    <WithBuilt store={store} target={target} manifest={manifest} />
  ) : (
    <WithBaseline store={store} manifest={manifest} />
  );
}

function WithBaseline({ store, manifest }: { store: ManifestStore; manifest: Manifest }) {
  const baseline = useStore(store, (state) => state.baseline?.manifest);
  if (!baseline || baseline === manifest)
    return (
      <EmptyState
        icon="check"
        title="Nothing was edited"
        text="What the files on disk resolve to is what is shown. Edit a stage or a file to see what that changes here."
      />
    );
  return <Compared label="before the edit" before={baseline} after={manifest} />;
}

function WithBuilt({ store, target, manifest }: { store: ManifestStore; target: string; manifest: Manifest }) {
  const [answer, setAnswer] = useState<{ built: LastBuilt | null } | { error: WireError }>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let left = false;
    void store
      .getState()
      .lastBuilt(target)
      .then((found) => {
        if (!left) setAnswer(found);
      });
    return () => {
      left = true;
    };
  }, [store, target, turn]);
  if (!answer) return null;
  if ('error' in answer) return <ErrorNotice error={answer.error} onRetry={() => setTurn(turn + 1)} />;
  if (!answer.built)
    return (
      <EmptyState
        icon="builds"
        title="Nothing was built yet"
        text="After the first finished build of this target, what it was made from is compared here with what would be built now."
      />
    );
  const { builtAt, manifest: before } = answer.built;
  return <Compared label={`built ${formatDateTime(builtAt)}`} before={before} after={manifest} />;
}

function Compared({ label, before, after }: { label: string; before: Manifest; after: Manifest }) {
  const box = useRef<HTMLDivElement>(null);
  const original = useJsonText(before);
  const text = useJsonText(after);
  useEffect(() => {
    if (!box.current || original === undefined || text === undefined) return;
    const created = new EditorView({
      parent: box.current,
      state: EditorState.create({
        doc: text,
        extensions: [
          jsonExtensions(`Resolved manifest against what was ${label}`),
          unifiedMergeView({
            original,
            mergeControls: false,
            highlightChanges: false,
            collapseUnchanged: { margin: 3, minSize: 6 },
            diffConfig: { scanLimit: 1000, timeout: 400 },
          }),
        ],
      }),
    });
    return () => created.destroy();
  }, [original, text, label]);
  return (
    <>
      <ResolvedChanges before={{ manifest: before }} after={{ manifest: after }} />
      <div className="file-view json-compare" ref={box} />
      <div className="resolved-foot compose-dim">{`Against what was ${label}`}</div>
    </>
  );
}
