import type { GuestActionKind, Machine } from '../../../shared/machines/types';
import { Button } from '../../ui/button';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { Spinner } from '../../ui/spinner';
import type { Go } from '../../ui/navigation';
import { DeploymentCard } from './deployment-card';
import { MachineFacts } from './machine-facts';
import { actionWords, isRunning, whyNot } from './machine-words';
import { PublishedRequests } from './published-requests';

interface Props {
  readonly machine: Machine;
  readonly acting: GuestActionKind | undefined;
  readonly go: Go;
  readonly onAct: (action: GuestActionKind) => void;
}

/** What the guest has deployed, and what can be done about it with the guest's own commands. */
export function DeploymentsPane({ machine, acting, go, onAct }: Props) {
  const busy = machine.action ?? acting;
  const act = (action: GuestActionKind, label: string, what: string) => {
    const reason = whyNot(machine, action, acting);
    return (
      <Button disabled={reason !== undefined} onClick={() => onAct(action)} title={reason ?? what}>
        {label}
      </Button>
    );
  };
  return (
    <>
      <PaneHead>
        <h2>Deployments</h2>
        <div className="machines-actions">
          {isRunning(machine) && (
            <>
              {act('refresh', 'Refresh', 'Read the deployments again: ostree admin status, in the console')}
              {act('upgrade', 'Upgrade', 'Pull and deploy the newest commit of its ref, in the console')}
            </>
          )}
        </div>
      </PaneHead>
      <PaneBody>
        {busy && (
          <div className="machine-busy">
            <Spinner />
            <span>{`${actionWords(busy)}: see the console`}</span>
          </div>
        )}
        {machine.problem !== undefined && (
          <div className="machine-problem" role="alert">
            {machine.problem}
          </div>
        )}
        <div className="deployments">
          {machine.deployments.map((deployment) => (
            <DeploymentCard
              key={`${deployment.checksum}.${deployment.serial}`}
              deployment={deployment}
              machine={machine}
              acting={acting}
              go={go}
              onAct={onAct}
            />
          ))}
          {machine.deployments.length === 0 && <p className="machines-note">{emptyWords(machine)}</p>}
        </div>
        <MachineFacts machine={machine} go={go} />
        <PublishedRequests machine={machine} />
      </PaneBody>
    </>
  );
}

function emptyWords(machine: Machine): string {
  if (!isRunning(machine)) return 'Its deployments were never read.';
  if (machine.state.kind === 'login' || machine.state.kind === 'shell') {
    return 'Not read yet. Refresh logs in and asks the guest.';
  }
  if (machine.state.kind === 'panicked') return 'The guest panicked before they were read.';
  return 'They are read when the guest has booted.';
}
