import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useProblems } from '../features/manifest/use-problems';
import { formatBytes } from '../ui/format';
import type { Destination } from '../ui/navigation';
import { StateDot } from '../ui/state-dot';
import type { Stores } from './stores';
import { problemWords, queueWords } from './status-words';

/** The facts that concern every place; each leads to where it is at home. */
export function StatusBar({ stores }: { readonly stores: Stores }) {
  return (
    <footer className="status">
      <Engine stores={stores} />
      <Queue stores={stores} />
      <Machines stores={stores} />
      <Problems stores={stores} />
      <span className="status-gap" />
      <Room stores={stores} />
      <Accelerator stores={stores} />
    </footer>
  );
}

interface ItemProps {
  readonly stores: Stores;
  readonly to: Destination;
  readonly title?: string;
  readonly children: ReactNode;
}

function Item({ stores, to, title, children }: ItemProps) {
  return (
    <button type="button" className="status-item" title={title} onClick={() => stores.navigation.getState().go(to)}>
      {children}
    </button>
  );
}

function Engine({ stores }: { readonly stores: Stores }) {
  const report = useStore(stores.setup, (state) => state.report);
  const checking = useStore(stores.setup, (state) => state.checking);
  const failed = useStore(stores.setup, (state) => state.problem);
  const to = { place: 'setup', section: 'machine' } as const;
  if (!report) {
    const words = failed ? 'this machine could not be checked' : checking ? 'checking this machine' : 'not checked';
    return (
      <Item stores={stores} to={to} title={failed?.message ?? words}>
        <StateDot tone={failed ? 'bad' : 'mute'} label={words} />
        {words}
      </Item>
    );
  }
  const missing = report.checks.filter((check) => check.state === 'missing');
  const engine = report.engine === 'osbuild' ? 'osbuild' : 'built-in engine';
  return (
    <Item
      stores={stores}
      to={to}
      title={
        missing.length > 0 ? `Missing: ${missing.map((check) => check.title).join(', ')}` : `Builds with ${engine}`
      }
    >
      <StateDot
        tone={missing.length > 0 ? 'bad' : 'ok'}
        label={missing.length > 0 ? 'Something is missing' : 'Ready'}
      />
      {engine}
      {missing.length > 0 && `, ${missing.length} missing`}
    </Item>
  );
}

function Queue({ stores }: { readonly stores: Stores }) {
  const words = useStore(stores.builds, (state) => queueWords(state.jobs));
  return (
    <Item stores={stores} to={{ place: 'builds' }} title="The queue">
      {words}
    </Item>
  );
}

function Machines({ stores }: { readonly stores: Stores }) {
  const count = useStore(
    stores.machines,
    (state) => state.machines.filter((machine) => machine.state.kind !== 'stopped').length,
  );
  return (
    <Item stores={stores} to={{ place: 'machines' }} title="Machines that are running">
      {count === 1 ? '1 machine' : count === 0 ? 'no machine' : `${count} machines`}
    </Item>
  );
}

function Problems({ stores }: { readonly stores: Stores }) {
  const problems = useProblems(stores.manifest);
  const failure = useStore(stores.manifest, ({ resolving }) =>
    resolving.kind === 'failed' ? resolving.error.message : undefined,
  );
  if (failure !== undefined) {
    return (
      <Item stores={stores} to={{ place: 'compose' }} title={failure}>
        <StateDot tone="bad" label="Error" />
        not resolved
      </Item>
    );
  }
  if (problems.length === 0) return null;
  const worst = problems.some((problem) => problem.severity === 'error') ? 'bad' : 'warn';
  return (
    <Item stores={stores} to={{ place: 'compose' }} title={problems[0]?.message ?? ''}>
      <StateDot tone={worst} label={worst === 'bad' ? 'Error' : 'Warning'} />
      {problemWords(problems)}
    </Item>
  );
}

function Room({ stores }: { readonly stores: Stores }) {
  const repository = useStore(stores.history, (state) => state.repository);
  const free = useStore(stores.setup, (state) => state.report?.freeBytes);
  return (
    <>
      {repository?.exists === true && (
        <Item stores={stores} to={{ place: 'history' }} title={repository.path}>
          {`ostree-repo ${formatBytes(repository.size)}`}
        </Item>
      )}
      {free !== undefined && (
        <Item stores={stores} to={{ place: 'setup', section: 'machine' }} title="Free space where builds work">
          {`${formatBytes(free)} free`}
        </Item>
      )}
    </>
  );
}

function Accelerator({ stores }: { readonly stores: Stores }) {
  const ofSetup = useStore(stores.setup, (state) => state.report?.accelerator);
  const ofMachines = useStore(stores.machines, (state) => state.accelerator);
  const known = ofSetup ?? ofMachines;
  return (
    <Item
      stores={stores}
      to={{ place: 'setup', section: 'machine' }}
      title={known?.reason ?? 'Whether machines are accelerated was not tested yet.'}
    >
      {known ? known.kind.toUpperCase() : 'accelerator not tested'}
    </Item>
  );
}
