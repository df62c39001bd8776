import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { PaneBody } from '../../ui/pane-body';
import { Spinner } from '../../ui/spinner';
import { JsonView } from './json-view';
import { PipelineGroup } from './pipeline-group';
import { resolvedWords } from './resolved-words';
import type { ManifestStore } from './store';

/** What the target resolves to: its pipelines with their stages, or the whole as JSON. */
export function ResolvedView({ store }: { readonly store: ManifestStore }) {
  const resolved = useStore(store, (state) => state.resolved);
  const resolving = useStore(store, (state) => state.resolving);
  const [json, setJson] = useState(false);
  const manifest = resolved?.manifest;
  if (!resolved && resolving.kind === 'resolving')
    return (
      <div className="compose-centre">
        <Spinner label="Resolving" />
      </div>
    );
  return (
    <>
      {resolving.kind === 'failed' && (
        <ErrorNotice error={resolving.error} onRetry={() => store.getState().resolve()} />
      )}
      {resolved && (
        <div className="resolved-bar">
          <span className="compose-dim compose-ellipsis">{resolvedWords(resolved)}</span>
          {resolving.kind === 'resolving' && <Spinner label="Resolving" />}
          <span className="resolved-tools">
            <Button pressed={!json} onClick={() => setJson(false)}>
              Pipelines
            </Button>
            <Button
              pressed={json}
              disabled={!manifest}
              title={manifest ? 'The manifest as osbuild reads it' : 'It did not resolve: see its problems'}
              onClick={() => setJson(true)}
            >
              JSON
            </Button>
            <Button variant="ghost" icon="refresh" title="Resolve again" onClick={() => store.getState().resolve()} />
          </span>
        </div>
      )}
      {json && manifest ? (
        <JsonView value={manifest} />
      ) : (
        <PaneBody>
          {resolved?.pipelines.map((pipeline) => (
            <PipelineGroup key={pipeline.name} pipeline={pipeline} packages={resolved.packages[pipeline.name] ?? []} />
          ))}
          {resolved?.pipelines.length === 0 && (
            <EmptyState
              icon="compose"
              title="The target did not resolve"
              text="The list of problems on the right says why, and leads to the place."
            />
          )}
        </PaneBody>
      )}
    </>
  );
}
