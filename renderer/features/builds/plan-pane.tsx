import type { Job } from '../../../shared/builds/types';
import { Group } from '../../ui/group';
import type { Go } from '../../ui/navigation';
import { ArtifactRow } from './artifact-row';
import { PlanPhase } from './plan-phase';

interface Props {
  readonly job: Job;
  readonly go: Go;
  readonly onBoot: (image: string) => void;
  readonly copy: (text: string, what: string) => void;
}

/** What a job does, stage by stage, and what came of it. */
export function PlanPane({ job, go, onBoot, copy }: Props) {
  const ended = job.status.kind !== 'running' && job.status.kind !== 'waiting';
  return (
    <>
      {job.artifacts.length > 0 && (
        <div className="builds-artifacts">
          <Group label="Artifacts" end={<span className="builds-dim">{job.artifacts.length}</span>} />
          {job.artifacts.map((artifact, index) => (
            <ArtifactRow key={index} artifact={artifact} go={go} onBoot={onBoot} copy={copy} />
          ))}
        </div>
      )}
      {job.progress.phases.length === 0 && (
        <p className="builds-note">The plan is known once the manifest is resolved.</p>
      )}
      {job.progress.phases.map((phase, index) => (
        <PlanPhase key={index} phase={phase} ended={ended} />
      ))}
    </>
  );
}
