import { useState } from 'react';
import type { Place, Resolved } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { pointerOf } from './json-pointer';
import { reasonWords } from './reason-words';
import { SchemaForm } from './schema-form';
import type { OptionOrigin, OptionPath } from './schema-form-context';
import type { StageEdits } from './stage-edits';
import { placeOf, type StageRow } from './stage-rows';

interface Props {
  readonly resolved: Resolved;
  readonly row: StageRow;
  readonly schema: Readonly<Record<string, unknown>> | undefined;
  readonly edits: StageEdits;
  readonly onOpen: (place: Place) => void;
}

/** A stage's options as a form; where they cannot be changed, why, and the way to where they can. */
export function InspectorOptions({ resolved, row, schema, edits, onOpen }: Props) {
  const [raw, setRaw] = useState(false);
  const options = row.stage.options ?? {};
  const refusal =
    row.kind === 'disabled' ? 'It is switched off: switch it on to change its options.' : edits.refusal(row);
  const place = placeOf(row);
  return (
    <section className="inspector-section" aria-label="Options">
      <h4>
        Options
        <span className="inspector-end">
          <Button variant="ghost" pressed={raw} onClick={() => setRaw(!raw)} title="What osbuild gets">
            {raw ? 'Form' : 'JSON'}
          </Button>
        </span>
      </h4>
      {refusal !== undefined && (
        <div className="inspector-note">
          <span>{refusal}</span>
          {place && (
            <Button variant="ghost" onClick={() => onOpen(place)}>
              Go there
            </Button>
          )}
        </div>
      )}
      {raw ? (
        <pre className="inspector-json">{JSON.stringify(options, null, 2)}</pre>
      ) : (
        <SchemaForm
          schema={schema}
          value={options}
          refusal={refusal}
          originOf={(path) => originOfOption(resolved, row, path)}
          holdsComputed={(path) => holdsComputed(resolved, row, path)}
          onSet={(path, value) => void edits.setOption(row, path, value)}
          onRemove={(path) => void edits.setOption(row, path, undefined)}
          onOpen={onOpen}
        />
      )}
    </section>
  );
}

/** Only what is told of the option itself: what computed a value above it is told there. */
function originOfOption(resolved: Resolved, row: StageRow, path: OptionPath): OptionOrigin | undefined {
  if (row.kind === 'disabled') return undefined;
  const stage = ['pipelines', row.pipelineIndex, 'stages', row.index];
  const origin = resolved.origins[pointerOf(...stage, 'options', ...path)];
  if (!origin)
    return path.length === 0
      ? row.origin && { place: row.origin.place }
      : originOfOption(resolved, row, path.slice(0, -1));
  const reason = origin.reasons.at(-1);
  // The reasons of the stage itself are told above: only what was added below it computes the option.
  const isOwn = reason?.kind === 'directive' && origin.reasons.length > (row.origin?.reasons.length ?? 0);
  return isOwn ? { place: reason.place, computed: reasonWords(reason) } : { place: origin.place };
}

function holdsComputed({ origins }: Resolved, row: StageRow, path: OptionPath): boolean {
  if (row.kind === 'disabled') return false;
  const prefix = `${pointerOf('pipelines', row.pipelineIndex, 'stages', row.index, 'options', ...path)}/`;
  const own = row.origin?.reasons.length ?? 0;
  return Object.entries(origins).some(
    ([pointer, { reasons }]) =>
      pointer.startsWith(prefix) && reasons.length > own && reasons.at(-1)?.kind === 'directive',
  );
}
