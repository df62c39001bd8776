import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Place, Resolved } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { Checksum } from '../../ui/checksum';
import { EmptyState } from '../../ui/empty-state';
import { InspectorOptions } from './inspector-options';
import { InspectorParts } from './inspector-parts';
import { InspectorReasons } from './inspector-reasons';
import './inspector.css';
import { OriginLink } from './origin-link';
import { useStageClipboard } from './stage-clipboard';
import { useStageEdits, type StageEdits } from './stage-edits';
import { placeOf, stageRows, type StageRow } from './stage-rows';
import { stageSummary } from './stage-summary';
import { StageTypeName } from './stage-type-name';
import type { ManifestStore } from './store';
import { useDisabledStages } from './stage-disabled-hook';

/** The chosen stage in full: what it is, why it is there, and its options. */
export function Inspector({ store }: { readonly store: ManifestStore }) {
  const good = useStore(store, (state) => state.good);
  const key = useStore(store, (state) => state.stage);
  const row = useChosenRow(store, good, key);
  useEffect(() => void store.getState().readStageTypes(), [store]);
  if (!good || !row)
    return (
      <EmptyState
        icon="compose"
        title="No stage is chosen"
        text="Choose a stage in Pipelines to see what it does, why it is there, and to change its options."
      />
    );
  return <StageInspector key={row.key} store={store} resolved={good} row={row} />;
}

function useChosenRow(store: ManifestStore, good: Resolved | undefined, key: string | undefined): StageRow | undefined {
  const disabled = useDisabledStages(store, good?.files);
  return useMemo(() => {
    if (!good || key === undefined) return undefined;
    return stageRows(good, disabled).find((row): row is StageRow => row.kind !== 'pipeline' && row.key === key);
  }, [good, disabled, key]);
}

interface Props {
  readonly store: ManifestStore;
  readonly resolved: Resolved;
  readonly row: StageRow;
}

function StageInspector({ store, resolved, row }: Props) {
  const type = useStore(store, (state) => state.stageTypes.find((entry) => entry.type === row.type));
  const edits = useStageEdits(store);
  const open = ({ file, line, column }: Place) => store.getState().openFile(file, line, column);
  return (
    <div className="inspector">
      <header className="inspector-head">
        <h3>
          <StageTypeName type={row.type} />
        </h3>
        <p>{type?.summary ?? stageSummary(row.stage)}</p>
        {type && type.description !== '' && <Description text={type.description} />}
        <Facts store={store} row={row} />
        <Tools edits={edits} row={row} />
      </header>
      {row.kind === 'stage' && <InspectorReasons row={row} root={resolved.files[0]} onOpen={open} />}
      <InspectorOptions resolved={resolved} row={row} schema={type?.options} edits={edits} onOpen={open} />
      {row.kind === 'stage' && <InspectorParts store={store} resolved={resolved} row={row} />}
    </div>
  );
}

function Facts({ store, row }: { store: ManifestStore; row: StageRow }) {
  const place = placeOf(row);
  return (
    <dl className="inspector-facts">
      <dt>Pipeline</dt>
      <dd>
        <button type="button" className="inspector-link" onClick={() => store.getState().choosePipeline(row.pipeline)}>
          {row.pipeline}
        </button>
        {row.kind === 'stage' && <span className="compose-dim">{`, stage ${row.index + 1}`}</span>}
      </dd>
      {row.kind === 'stage' && (
        <>
          <dt>Id</dt>
          <dd>
            <Checksum value={row.id} />
          </dd>
        </>
      )}
      <dt>Written at</dt>
      <dd>
        {place ? (
          <OriginLink
            file={place.file}
            line={place.line}
            column={place.column}
            onOpenFile={store.getState().openFile}
          />
        ) : (
          <span className="compose-dim">its place is not known</span>
        )}
      </dd>
    </dl>
  );
}

function Tools({ edits, row }: { edits: StageEdits; row: StageRow }) {
  const copy = useStageClipboard();
  const refusal = edits.refusal(row);
  return (
    <div className="inspector-tools">
      <Button onClick={() => copy(row.stage, 'yaml')} icon="copy" title="Copy the stage as YAML">
        YAML
      </Button>
      <Button onClick={() => copy(row.stage, 'json')} icon="copy" title="Copy the stage as JSON">
        JSON
      </Button>
      <Button
        disabled={refusal !== undefined}
        title={
          refusal ??
          (row.kind === 'disabled' ? 'Take it into the image again' : 'Keep it in the file, but not in the image')
        }
        onClick={() => void edits.toggle(row)}
      >
        {row.kind === 'disabled' ? 'Switch on' : 'Switch off'}
      </Button>
      <Button
        variant="danger"
        icon="trash"
        disabled={refusal !== undefined}
        title={refusal ?? 'Remove the stage (Delete)'}
        onClick={() => void edits.remove(row)}
      />
    </div>
  );
}

function Description({ text }: { text: string }) {
  return (
    <details className="inspector-more">
      <summary>More about it</summary>
      <p>{text}</p>
    </details>
  );
}
