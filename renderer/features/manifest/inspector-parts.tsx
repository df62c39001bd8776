import type { Resolved } from '../../../shared/manifest/types';
import { InspectorPackages } from './inspector-packages';
import { pipelineInputs } from './picture-graph';
import { count } from './resolved-words';
import type { LiveRow } from './stage-rows';
import { record, referencesOf } from './stage-summary';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly resolved: Resolved;
  readonly row: LiveRow;
}

/** What a stage takes: inputs, devices and mounts, as they can be read. */
export function InspectorParts({ store, resolved, row }: Props) {
  const { inputs = {}, devices = {}, mounts = [] } = row.stage;
  return (
    <>
      {Object.keys(inputs).length > 0 && (
        <section className="inspector-section" aria-label="Inputs">
          <h4>Inputs</h4>
          {Object.entries(inputs).map(([name, input]) => (
            <Input key={name} {...{ store, resolved, row, name, input }} />
          ))}
        </section>
      )}
      {Object.keys(devices).length > 0 && (
        <section className="inspector-section" aria-label="Devices">
          <h4>Devices</h4>
          {Object.entries(devices).map(([name, device]) => (
            <Part key={name} name={name} value={device} />
          ))}
        </section>
      )}
      {mounts.length > 0 && (
        <section className="inspector-section" aria-label="Mounts">
          <h4>Mounts</h4>
          {mounts.map((mount, index) => (
            <Part key={index} name={text(record(mount)['target']) || text(record(mount)['name'])} value={mount} />
          ))}
        </section>
      )}
    </>
  );
}

interface InputProps extends Props {
  readonly name: string;
  readonly input: unknown;
}

function Input({ store, resolved, row, name, input }: InputProps) {
  const references = referencesOf(input);
  const pipelines = pipelineInputs({ type: row.type, inputs: { [name]: input as Record<string, unknown> } });
  const solved = new Map((resolved.packages[row.pipeline] ?? []).map((entry) => [entry.checksum, entry]));
  const packages = references.flatMap((reference) => solved.get(reference) ?? []);
  return (
    <div className="inspector-part">
      <span className="inspector-part-name mono">{name}</span>
      {pipelines.map(({ pipeline, flow }) => (
        <span key={pipeline}>
          {`${flow} of `}
          <button type="button" className="inspector-link" onClick={() => store.getState().choosePipeline(pipeline)}>
            {pipeline}
          </button>
        </span>
      ))}
      {packages.length > 0 && <InspectorPackages packages={packages} />}
      {pipelines.length === 0 && packages.length === 0 && (
        <span className="compose-dim">{count(references.length, 'file')}</span>
      )}
    </div>
  );
}

/** A device or a mount: its kind, then its options in one line each. */
function Part({ name, value }: { name: string; value: unknown }) {
  const { type, source, options } = record(value);
  const rows = Object.entries({ ...(source === undefined ? {} : { source }), ...record(options) });
  return (
    <div className="inspector-part">
      <span className="inspector-part-name mono">{name}</span>
      <span className="compose-dim mono">{text(type)}</span>
      {rows.map(([key, entry]) => (
        <span key={key} className="mono compose-ellipsis">
          {`${key}: ${text(entry)}`}
        </span>
      ))}
    </div>
  );
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);
}
