import { useMemo } from 'react';
import { useStore } from 'zustand';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { StateDot } from '../ui/state-dot';
import { loopOf, type LoopState, type LoopStep } from './loop';
import { stepAction } from './loop-actions';
import type { WindowParts } from './window-parts';

const TITLES: Readonly<Record<LoopStep, string>> = {
  repository: 'Prepare packages',
  image: 'Build an image',
  boot: 'Boot it',
  change: 'Change and commit',
  upgrade: 'Upgrade',
};
/** Where the strip is narrow. */
const SHORT: Readonly<Record<LoopStep, string>> = {
  repository: 'Packages',
  image: 'Image',
  boot: 'Boot',
  change: 'Change',
  upgrade: 'Upgrade',
};
const HINTS: Readonly<Record<LoopStep, string>> = {
  repository: 'Makes the starter repository: the packages that images are composed of',
  image: 'Builds the chosen target as a disk that boots',
  boot: 'Boots the newest image in a virtual machine',
  change: 'Add a package or edit the manifest, then build .repo: a second commit of the same ref',
  upgrade: 'In the machine: pull the new commit, reboot into it, roll back',
};
/** How far a person has come on the way from edit to upgrade; each step leads to its place, the next one does it. */
export function LoopStrip({ parts }: { readonly parts: WindowParts }) {
  const visible = useStore(parts.loop, (state) => state.visible);
  return visible ? <Steps parts={parts} /> : null;
}

function Steps({ parts }: { readonly parts: WindowParts }) {
  const { manifest, builds, history, machines } = parts.stores;
  const workspace = useStore(manifest, (state) => state.workspace);
  const resolved = useStore(manifest, (state) => state.resolved);
  const jobs = useStore(builds, (state) => state.jobs);
  const repository = useStore(history, (state) => state.repository);
  const running = useStore(machines, (state) => state.machines);
  const steps = useMemo(
    () => loopOf({ workspace, resolved, jobs, repository, machines: running }),
    [workspace, resolved, jobs, repository, running],
  );
  return (
    <div className="loop" role="group" aria-label="From edit to upgrade">
      <ol className="loop-steps">
        {steps.map((step, index) => (
          <li key={step.step} className="loop-step">
            {index > 0 && <Icon name="chevron-right" size={12} />}
            <Step step={step} onClick={stepAction(parts, step)} />
          </li>
        ))}
      </ol>
      <Button
        variant="ghost"
        icon="close"
        title="Hide the steps (they come back from Ctrl K)"
        onClick={parts.loop.getState().hide}
      />
    </div>
  );
}

function Step({ step: { step, state }, onClick }: { readonly step: LoopState; readonly onClick: () => void }) {
  return (
    <button
      type="button"
      className="loop-button"
      data-state={state}
      aria-current={state === 'next' || state === 'running' ? 'step' : undefined}
      aria-label={`${TITLES[step]}: ${state}`}
      title={`${HINTS[step]} (${state})`}
      onClick={onClick}
    >
      <StepState state={state} />
      <span className="loop-title">{TITLES[step]}</span>
      <span className="loop-short">{SHORT[step]}</span>
    </button>
  );
}

function StepState({ state }: { readonly state: LoopState['state'] }) {
  if (state === 'running') return <StateDot tone="run" label="running" />;
  if (state === 'later') return <StateDot tone="mute" label="later" />;
  return (
    <span className="loop-mark">
      <Icon name={state === 'done' ? 'check' : 'play'} size={12} />
    </span>
  );
}
