import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Resolved, Stage, StageType } from '../../../shared/manifest/types';
import { Dialog } from '../../ui/dialog';
import { nextIndex } from '../../ui/list-keys';
import { SearchInput } from '../../ui/search-input';
import { Select } from '../../ui/select';
import { Tag } from '../../ui/tag';
import { VirtualList } from '../../ui/virtual-list';
import { emptyValue } from './schema-form-kinds';
import type { StageEdits } from './stage-edits';
import { StageTypeName } from './stage-type-name';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly resolved: Resolved;
  readonly edits: StageEdits;
  readonly onClose: () => void;
}

const ROW = 44;

/** Which stage to add: found by its type or by what it does. Enter adds it with its required options. */
export function StagePalette({ store, resolved, edits, onClose }: Props) {
  const types = useStore(store, (state) => state.stageTypes);
  const failure = useStore(store, (state) => state.stageTypesProblem);
  const problem = types.length > 0 ? 'No stage type matches.' : (failure?.message ?? 'The stage types are being read.');
  const chosen = useStore(store, (state) => state.stage);
  const shown = useStore(store, (state) => state.pipeline);
  const names = resolved.pipelines.map(({ name }) => name);
  const [pipeline, setPipeline] = useState(() => pipelineOfKey(chosen, names) ?? shown ?? names[0] ?? '');
  const [query, setQuery] = useState('');
  const [selected, setSelected] = useState(0);
  useEffect(() => void store.getState().readStageTypes(), [store]);
  const found = useMemo(() => findTypes(types, query), [types, query]);
  const add = (type: StageType | undefined) => {
    if (!type || pipeline === '') return;
    onClose();
    void edits.add(pipeline, newStage(type));
  };
  return (
    <Dialog title="Add a stage" onClose={onClose}>
      <div className="palette-head">
        <SearchInput
          autoFocus
          value={query}
          label="Search stage types"
          placeholder="Type or purpose: systemd, users, copy…"
          end={found.length}
          onChange={(text) => {
            setQuery(text);
            setSelected(0);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Enter') add(found[selected]);
            else {
              const next =
                event.key === 'Home' || event.key === 'End'
                  ? undefined
                  : nextIndex(event.key, selected, found.length, 6);
              if (next === undefined) return;
              setSelected(next);
            }
            event.preventDefault();
          }}
        />
        <Select
          label="Pipeline to add it to"
          value={pipeline}
          onChange={setPipeline}
          options={names.map((name) => ({ value: name, label: `to ${name}` }))}
        />
      </div>
      <p className="compose-dim">{placeWords(chosen, pipeline, names)}</p>
      <TypeList {...{ found, selected }} problem={problem} onSelect={setSelected} onAdd={add} />
    </Dialog>
  );
}

interface ListProps {
  readonly found: readonly StageType[];
  readonly selected: number;
  /** Why there is none. */
  readonly problem: string;
  readonly onSelect: (index: number) => void;
  readonly onAdd: (type: StageType | undefined) => void;
}

function TypeList({ found, selected, problem, onSelect, onAdd }: ListProps) {
  return (
    <div className="palette-list">
      {found.length === 0 ? (
        <p className="compose-note">{problem}</p>
      ) : (
        <VirtualList
          count={found.length}
          rowHeight={ROW}
          label="Stage types"
          selected={selected}
          onSelect={onSelect}
          onActivate={(index) => onAdd(found[index])}
          rowKey={(index) => found[index]?.type ?? ''}
          render={(index, isSelected) => {
            const type = found[index];
            return type && <TypeRow type={type} selected={isSelected} />;
          }}
        />
      )}
    </div>
  );
}

function TypeRow({ type, selected }: { type: StageType; selected: boolean }) {
  return (
    <div className="palette-type" data-selected={selected || undefined}>
      <span className="palette-type-name">
        <StageTypeName type={type.type} />
        {!type.builtin && <Tag title="The built-in engine does not run it">osbuild only</Tag>}
      </span>
      <span className="compose-dim compose-ellipsis" title={type.summary}>
        {type.summary}
      </span>
    </div>
  );
}

/** A stage with what its schema requires. */
export function newStage({ type, options: schema = {} }: StageType): Stage {
  const options = emptyValue(schema, schema);
  const hasOptions = typeof options === 'object' && options !== null && Object.keys(options).length > 0;
  return { type, ...(hasOptions ? { options: options as Record<string, unknown> } : {}) };
}

/** Types whose name has the words first, then those whose summary has them. */
export function findTypes(types: readonly StageType[], query: string): StageType[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const has = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  const byName = types.filter(({ type }) => has(type));
  return [...byName, ...types.filter((type) => !byName.includes(type) && has(`${type.type} ${type.summary}`))];
}

function pipelineOfKey(key: string | undefined, names: readonly string[]): string | undefined {
  return names.find((name) => key?.startsWith(`${name}#`));
}

function placeWords(chosen: string | undefined, pipeline: string, names: readonly string[]): string {
  return pipelineOfKey(chosen, names) === pipeline && pipeline !== ''
    ? 'It goes after the stage that is chosen.'
    : 'It goes to the end of the pipeline.';
}
