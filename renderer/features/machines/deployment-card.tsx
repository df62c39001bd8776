import type { Deployment, GuestActionKind, Machine } from '../../../shared/machines/types';
import { Button } from '../../ui/button';
import { formatDateTime, shortChecksum } from '../../ui/format';
import type { Go } from '../../ui/navigation';
import { StateDot } from '../../ui/state-dot';
import { Tag } from '../../ui/tag';
import { deploymentTags, isRunning, whyNot } from './machine-words';

interface Props {
  readonly deployment: Deployment;
  readonly machine: Machine;
  readonly acting: GuestActionKind | undefined;
  readonly go: Go;
  readonly onAct: (action: GuestActionKind) => void;
}

/** One deployment: what it is, what becomes of it, and the step that leads on. */
export function DeploymentCard({ deployment, machine, acting, go, onAct }: Props) {
  const tags = deploymentTags(deployment);
  const facts = [
    deployment.timestamp === undefined ? undefined : formatDateTime(deployment.timestamp * 1000),
    deployment.origin,
  ].filter((fact) => fact !== undefined);
  return (
    <section className="deployment" data-booted={deployment.booted || undefined}>
      <div className="deployment-head">
        <StateDot tone={tags[0]?.tone ?? 'mute'} label={tags[0]?.text ?? 'deployed'} />
        <b className="machines-ellipsis">
          {deployment.version === undefined ? deployment.osname : `Version ${deployment.version}`}
        </b>
        {tags.map((tag) => (
          <Tag key={tag.text} tone={tag.tone}>
            {tag.text}
          </Tag>
        ))}
        <button
          type="button"
          className="machines-link mono deployment-checksum"
          title={`${deployment.checksum}\nShow in History`}
          onClick={() => go({ place: 'history', commit: deployment.checksum })}
        >
          {shortChecksum(deployment.checksum)}
        </button>
      </div>
      {facts.length > 0 && (
        <div className="deployment-facts machines-ellipsis" title={facts.join('\n')}>
          {facts.join(' · ')}
        </div>
      )}
      {isRunning(machine) && <NextStep deployment={deployment} machine={machine} acting={acting} onAct={onAct} />}
    </section>
  );
}

function NextStep({ deployment, machine, acting, onAct }: Omit<Props, 'go'>) {
  const step = stepOf(deployment);
  if (!step) return null;
  const reason = whyNot(machine, step.action, acting);
  return (
    <div className="deployment-step">
      <Button
        variant={step.action === 'reboot' ? 'primary' : 'default'}
        disabled={reason !== undefined}
        onClick={() => onAct(step.action)}
        title={reason ?? step.what}
      >
        {step.label}
      </Button>
    </div>
  );
}

interface Step {
  readonly action: GuestActionKind;
  readonly label: string;
  readonly what: string;
}

function stepOf(deployment: Deployment): Step | undefined {
  if (deployment.booted) return undefined;
  if (deployment.pending || deployment.staged) {
    return { action: 'reboot', label: 'Reboot into it', what: 'systemctl reboot, in the console' };
  }
  if (deployment.rollback) {
    return { action: 'rollback', label: 'Roll back', what: 'Make this deployment the next one to boot' };
  }
  return undefined;
}
