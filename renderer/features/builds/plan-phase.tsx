import { memo } from 'react';
import type { Phase, StageProgress } from '../../../shared/builds/types';
import { formatDuration } from '../../ui/format';
import { Group } from '../../ui/group';
import { Icon } from '../../ui/icon';
import { StateDot } from '../../ui/state-dot';
import { Tag } from '../../ui/tag';
import { useNow } from '../../ui/use-now';
import { stageName } from './job-words';

interface Props {
  readonly phase: Phase;
  /** True when the job is over: what runs then was interrupted. */
  readonly ended: boolean;
}

/** A pipeline with its stages, or a step of the studio. */
export const PlanPhase = memo(function PlanPhase({ phase, ended }: Props) {
  if (phase.stages.length === 0) {
    return (
      <div className="plan-step">
        <PlanRow name={phase.name} progress={phase} ended={ended} />
      </div>
    );
  }
  return (
    <div role="group" aria-label={phase.name}>
      <Group label={phase.name} end={<PhaseTag phase={phase} />} />
      {phase.stages.map((stage, index) => (
        <PlanRow key={index} name={stageName(stage.type)} full={stage.type} progress={stage} ended={ended} />
      ))}
    </div>
  );
});

function PhaseTag({ phase }: { phase: Phase }) {
  if (phase.state === 'done') {
    return <Tag tone="ok">{phase.duration === undefined ? 'done' : `done ${formatDuration(phase.duration)}`}</Tag>;
  }
  if (phase.state === 'running') return <Tag tone="run">running</Tag>;
  if (phase.state === 'failed') return <Tag tone="bad">failed</Tag>;
  return null;
}

type Row = Pick<StageProgress, 'state' | 'duration' | 'startedAt'>;

function PlanRow({ name, full, progress, ended }: { name: string; full?: string; progress: Row; ended: boolean }) {
  const running = progress.state === 'running' && !ended;
  return (
    <div
      className="plan-row"
      data-state={running || !ended || progress.state !== 'running' ? progress.state : 'waiting'}
    >
      <span className="plan-mark">
        <Mark state={progress.state} running={running} />
      </span>
      <span className="builds-ellipsis" title={full ?? name}>
        {name}
      </span>
      <span className="plan-time">
        {running && progress.startedAt !== undefined ? <Running since={progress.startedAt} /> : timeOf(progress)}
      </span>
    </div>
  );
}

function Mark({ state, running }: { state: Row['state']; running: boolean }) {
  if (state === 'done') return <Icon name="check" size={14} />;
  if (state === 'failed') return <StateDot tone="bad" label="failed" />;
  return <StateDot tone={running ? 'run' : 'mute'} label={running ? 'running' : 'waiting'} />;
}

function timeOf(progress: Row): string {
  if (progress.state === 'failed') return 'failed';
  return progress.duration === undefined ? '' : formatDuration(Math.round(progress.duration * 10) / 10);
}

function Running({ since }: { since: number }) {
  const now = useNow(true);
  return formatDuration(Math.max(0, Math.floor((now - since) / 1000)));
}
