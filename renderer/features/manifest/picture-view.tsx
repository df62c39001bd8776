import { lazy, Suspense, useMemo, useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { Resolved } from '../../../shared/manifest/types';
import type { OpenFile } from './origin-link';
import { PictureBar } from './picture-bar';
import { pipelineGraph } from './picture-graph';
import './picture.css';
import type { StageEdits } from './stage-edits';
import { StageList } from './stage-list';
import { StagePalette } from './stage-palette';
import { stageRows } from './stage-rows';
import type { ManifestStore } from './store';
import { useDisabledStages } from './stage-disabled-hook';

/** The libraries that draw the graph are read when it is looked at first. */
const PictureCanvas = lazy(() => import('./picture-canvas').then((module) => ({ default: module.PictureCanvas })));

interface Props {
  readonly store: ManifestStore;
  /** The last answer that has a manifest. */
  readonly resolved: Resolved;
  /** It is not what the files say now. */
  readonly stale: boolean;
  readonly edits: StageEdits;
}

/** The pipelines as a graph, and their stages as rows. */
export function PictureView({ store, resolved, stale, edits }: Props) {
  const pipeline = useStore(store, (state) => state.pipeline);
  const chosen = useStore(store, (state) => state.stage);
  const formats = useStore(
    store,
    (state) => state.workspace?.targets.find(({ name }) => name === resolved.target)?.formats,
  );
  const [hasGraph, setHasGraph] = useGraphShown();
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [adding, setAdding] = useState(false);
  const disabled = useDisabledStages(store, resolved.files);
  const graph = useMemo(() => pipelineGraph(resolved, formats ?? []), [resolved, formats]);
  const rows = useMemo(() => {
    const all = stageRows(resolved, disabled, pipeline);
    return all.filter((row) => row.kind === 'pipeline' || !folded.has(row.pipeline));
  }, [resolved, disabled, pipeline, folded]);
  const openFile: OpenFile = (path, line, column) => store.getState().openFile(path, line, column);
  const inspect = (key: string) => {
    store.getState().chooseStage(key);
    store.getState().inspect();
  };
  return (
    <div className="picture" data-stale={stale || undefined} onKeyDown={(event) => undoKeys(event, edits)}>
      <PictureBar
        store={store}
        resolved={resolved}
        edits={edits}
        hasGraph={hasGraph}
        onGraph={setHasGraph}
        onAdd={() => setAdding(true)}
      />
      {hasGraph && (
        <div className="picture-graph">
          <Suspense fallback={null}>
            <PictureCanvas graph={graph} chosen={pipeline} onChoose={store.getState().choosePipeline} />
          </Suspense>
        </div>
      )}
      <div className="picture-stages">
        <StageList
          resolved={resolved}
          rows={rows}
          chosen={chosen}
          folded={folded}
          edits={edits}
          onChoose={inspect}
          onInspect={inspect}
          onFold={(name) => setFolded(toggled(folded, name))}
          onOpenFile={openFile}
        />
      </div>
      {adding && <StagePalette store={store} resolved={resolved} edits={edits} onClose={() => setAdding(false)} />}
    </div>
  );
}

/** Ctrl Z and Ctrl Y, except where somebody writes. */
function undoKeys(event: KeyboardEvent, edits: StageEdits): void {
  if (!(event.ctrlKey || event.metaKey) || isTyped(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === 'z' && !event.shiftKey) edits.undo();
  else if (key === 'y' || key === 'z') edits.redo();
  else return;
  event.preventDefault();
}

function toggled(set: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(name)) next.add(name);
  return next;
}

function isTyped(target: EventTarget): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, [contenteditable]') !== null;
}

const GRAPH_KEY = 'compose.graph';

/** Whether the graph has room is the person's choice, also at the next start. */
function useGraphShown(): [boolean, (shown: boolean) => void] {
  const [shown, setShown] = useState(() => localStorage.getItem(GRAPH_KEY) !== 'hidden');
  const change = (next: boolean) => {
    localStorage.setItem(GRAPH_KEY, next ? 'shown' : 'hidden');
    setShown(next);
  };
  return [shown, change];
}
