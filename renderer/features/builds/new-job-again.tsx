import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { BuildRequest, type EngineChoice, type Job } from '../../../shared/builds/types';
import { FORMATS } from '../../../shared/manifest/formats';
import { formatTargetName, parseTargetName } from '../../../shared/manifest/target-name';
import { Defines, type Format } from '../../../shared/manifest/types';
import { Checkbox } from '../../ui/checkbox';
import { Select } from '../../ui/select';
import { NewJobField } from './new-job-field';
import { NewJobForm } from './new-job-form';
import { NewJobJson, readJson } from './new-job-json';
import type { BuildsStore } from './store';

type BuildOf = Extract<BuildRequest, { kind: 'target' | 'image-of-commit' }>;

interface Props {
  readonly store: BuildsStore;
  readonly job: Job;
}

/** The request of a job, to be changed and queued again. */
export function NewJobAgain({ store, id }: { readonly store: BuildsStore; readonly id: string }) {
  const [job] = useState(() => store.getState().jobs.find((entry) => entry.id === id));
  if (!job) return null;
  const { request } = job;
  if (request.kind === 'target' || request.kind === 'image-of-commit')
    return <BuildAgain store={store} job={job} request={request} />;
  return <OtherAgain store={store} job={job} />;
}

/** Formats that the target offers; the ones it was built in stay in any case. */
function useFormats(store: BuildsStore, target: string, own: readonly Format[]): readonly Format[] {
  const [offered, setOffered] = useState<readonly Format[]>([]);
  useEffect(() => {
    store
      .getState()
      .formatsOf(target)
      .then(setOffered, () => setOffered([]));
  }, [store, target]);
  return FORMATS.filter((format) => offered.includes(format) || own.includes(format));
}

function BuildAgain({ store, job, request }: Props & { readonly request: BuildOf }) {
  const { target, suffix, format: first } = parseTargetName(request.target);
  const [format, setFormat] = useState<Format>(first);
  const [also, setAlso] = useState<readonly Format[]>(request.alsoFormats);
  const [text, setText] = useState(() => JSON.stringify(request.defines, null, 2));
  const [engine, setEngine] = useState<EngineChoice>(request.engine);
  const [keepFailed, setKeepFailed] = useState(request.keepFailed);
  const formats = useFormats(store, target, [first, ...request.alsoFormats]);
  const defines = readJson(text, Defines);
  const run = () => {
    if ('problem' in defines) return;
    store.getState().closeDialog();
    void store.getState().enqueue({
      ...request,
      target: formatTargetName(target, format, suffix),
      alsoFormats: also.filter((each) => each !== format),
      defines: defines.value,
      engine,
      keepFailed,
    });
  };
  return (
    <NewJobForm
      store={store}
      wide
      title={`Run job ${job.id} again, with changes`}
      confirm="Build"
      problem={'problem' in defines ? 'The defines are no JSON object.' : undefined}
      onConfirm={run}
    >
      <NewJobField label="Target">
        <span className="mono">{target}</span>
      </NewJobField>
      <NewJobField label="Format">
        <Select
          value={format}
          onChange={setFormat}
          label="Format"
          options={formats.map((value) => ({ value, label: value }))}
        />
      </NewJobField>
      <AlsoFormats formats={formats.filter((each) => each !== format)} also={also} onChange={setAlso} />
      <NewJobField label="Defines" note={'problem' in defines ? defines.problem : undefined}>
        <NewJobJson label="Defines" text={text} onChange={setText} isBad={'problem' in defines} />
      </NewJobField>
      <NewJobField label="Engine">
        <Engine store={store} value={engine} onChange={setEngine} />
      </NewJobField>
      <Checkbox checked={keepFailed} onChange={setKeepFailed} label="Keep the sandbox if a stage fails" />
    </NewJobForm>
  );
}

interface AlsoProps {
  readonly formats: readonly Format[];
  readonly also: readonly Format[];
  readonly onChange: (also: readonly Format[]) => void;
}

function AlsoFormats({ formats, also, onChange }: AlsoProps) {
  if (formats.length === 0) return null;
  return (
    <NewJobField label="And also">
      <div className="job-field-checks">
        {formats.map((each) => (
          <Checkbox
            key={each}
            label={each}
            checked={also.includes(each)}
            onChange={(on) => onChange(on ? [...also, each] : also.filter((one) => one !== each))}
          />
        ))}
      </div>
    </NewJobField>
  );
}

interface EngineProps {
  readonly store: BuildsStore;
  readonly value: EngineChoice;
  readonly onChange: (engine: EngineChoice) => void;
}

function Engine({ store, value, onChange }: EngineProps) {
  const engines = useStore(store, (state) => state.engines);
  const options: { value: EngineChoice; label: string }[] = [
    { value: 'auto', label: 'Automatic: osbuild where it can be used' },
    ...(['osbuild', 'built-in'] as const).map((kind) => {
      const state = engines.find((entry) => entry.kind === kind);
      const version = state?.version === undefined ? '' : ` ${state.version}`;
      return { value: kind, label: `${kind}${version}${state?.usable === false ? ' (cannot be used here)' : ''}` };
    }),
  ];
  return <Select value={value} onChange={onChange} label="Engine" options={options} />;
}

/** Requests that are no builds are short: they are changed as they are written. */
function OtherAgain({ store, job }: Props) {
  const [text, setText] = useState(() => JSON.stringify(job.request, null, 2));
  const request = readJson(text, BuildRequest);
  const run = () => {
    if ('problem' in request) return;
    store.getState().closeDialog();
    void store.getState().enqueue(request.value);
  };
  return (
    <NewJobForm
      store={store}
      wide
      title={`Run job ${job.id} again, with changes`}
      confirm="Queue"
      problem={'problem' in request ? request.problem : undefined}
      onConfirm={run}
    >
      <NewJobField label="Request">
        <NewJobJson label="Request" text={text} onChange={setText} isBad={'problem' in request} />
      </NewJobField>
    </NewJobForm>
  );
}
