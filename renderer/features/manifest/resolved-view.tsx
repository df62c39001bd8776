import { useStore } from 'zustand';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { Spinner } from '../../ui/spinner';
import { JsonView } from './json-view';
import { OriginLink } from './origin-link';
import { useSlow } from './picture-slow';
import { PictureView } from './picture-view';
import './picture.css';
import { useStageEdits } from './stage-edits';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly as: 'pipelines' | 'json';
}

/** What the target resolves to: the last good answer stays in sight while the next one is worked out, or fails. */
export function ResolvedView({ store, as }: Props) {
  const good = useStore(store, (state) => state.good);
  const resolved = useStore(store, (state) => state.resolved);
  const resolving = useStore(store, (state) => state.resolving);
  const slow = useSlow(resolving.kind === 'resolving');
  const edits = useStageEdits(store);
  const failed = resolving.kind === 'failed' || (resolved !== undefined && !resolved.manifest);
  if (!good)
    return resolving.kind === 'failed' ? (
      <ErrorNotice error={resolving.error} onRetry={() => store.getState().resolve()} />
    ) : failed ? (
      <NotResolved store={store} />
    ) : resolving.kind === 'idle' ? (
      <EmptyState icon="target" title="No target is chosen" text="Choose a target on the left to see its pipelines." />
    ) : (
      <div className="compose-centre">{slow && <Spinner label="Resolving" />}</div>
    );
  return (
    <>
      {failed && <Broken store={store} />}
      {as === 'json' && good.manifest ? (
        <JsonView store={store} resolved={good} manifest={good.manifest} stale={failed} />
      ) : (
        <PictureView store={store} resolved={good} stale={failed} edits={edits} />
      )}
    </>
  );
}

/** Why what is in sight is not what the files say. */
function Broken({ store }: { store: ManifestStore }) {
  const failure = useStore(store, ({ resolving }) => (resolving.kind === 'failed' ? resolving.error : undefined));
  const problem = useStore(store, ({ resolved }) => resolved?.problems.find(({ severity }) => severity === 'error'));
  return (
    <div className="picture-broken" role="alert">
      <span className="compose-ellipsis" title={failure?.message ?? problem?.message}>
        {failure?.message ?? problem?.message ?? 'It does not resolve.'}
      </span>
      {!failure && problem && (
        <OriginLink
          file={problem.file}
          line={problem.line}
          column={problem.column}
          onOpenFile={store.getState().openFile}
        />
      )}
      <span className="picture-broken-note">shown as it was before</span>
    </div>
  );
}

function NotResolved({ store }: { store: ManifestStore }) {
  const problem = useStore(store, ({ resolved }) => resolved?.problems.find(({ severity }) => severity === 'error'));
  return (
    <EmptyState
      icon="compose"
      title="The target did not resolve"
      text={problem?.message ?? 'The list of problems on the right says why, and leads to the place.'}
      action={
        problem && (
          <OriginLink
            file={problem.file}
            line={problem.line}
            column={problem.column}
            onOpenFile={store.getState().openFile}
          />
        )
      }
    />
  );
}
