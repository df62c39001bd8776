import { useState } from 'react';
import type { Machine } from '../../../shared/machines/types';
import { Button } from '../../ui/button';
import { ConfirmDialog } from '../../ui/confirm-dialog';
import { PaneHead } from '../../ui/pane-head';
import { StateDot } from '../../ui/state-dot';
import { Tag } from '../../ui/tag';
import { useNow } from '../../ui/use-now';
import { isRunning, stateWords } from './machine-words';

interface Props {
  readonly machine: Machine;
  /** Why this accelerator was chosen, if that is known. */
  readonly reason: string | undefined;
  readonly onStop: (how: 'shutdown' | 'reset' | 'kill') => void;
  readonly onRemove: () => void;
}

/** The head of a machine: what it is, how it is, and its switches. */
export function MachineHead({ machine, reason, onStop, onRemove }: Props) {
  const now = useNow(machine.state.kind === 'booting' || machine.state.kind === 'silent');
  const words = stateWords(machine.state, now);
  return (
    <PaneHead>
      <h2 className="machine-name machines-ellipsis" title={`${machine.name}\n${machine.image}`}>
        {machine.name}
      </h2>
      <span className="machine-state" title={words.more}>
        <StateDot tone={words.tone} label={words.label} />
        <span>{words.label}</span>
      </span>
      <span className="machine-accelerator" title={reason ?? acceleratorWords(machine.accelerator)}>
        <Tag tone={machine.accelerator === 'kvm' ? 'ok' : 'warn'}>{machine.accelerator.toUpperCase()}</Tag>
      </span>
      {machine.persistent && (
        <span
          className="machine-accelerator"
          title="Without an overlay: what the guest writes changes the image itself"
        >
          <Tag tone="warn">persistent</Tag>
        </span>
      )}
      <div className="machines-actions">
        <Switches machine={machine} onStop={onStop} onRemove={onRemove} />
      </div>
    </PaneHead>
  );
}

function Switches({ machine, onStop, onRemove }: Omit<Props, 'reason'>) {
  const [killing, setKilling] = useState(false);
  if (!isRunning(machine)) {
    return (
      <Button
        icon="trash"
        onClick={onRemove}
        title="Remove the machine with its overlay and console record; the image stays"
      >
        <span className="machines-wide">Remove</span>
      </Button>
    );
  }
  return (
    <>
      <Button
        icon="power"
        onClick={() => onStop('shutdown')}
        title="Shut down: press the power button, the guest stops in order"
      >
        <span className="machines-wide">Shut down</span>
      </Button>
      <Button
        icon="refresh"
        onClick={() => onStop('reset')}
        title="Reset: press the reset button, the guest starts anew at once"
      >
        <span className="machines-wide">Reset</span>
      </Button>
      <Button variant="danger" icon="stop" onClick={() => setKilling(true)} title="Kill: pull the plug">
        <span className="machines-wide">Kill</span>
      </Button>
      {killing && (
        <ConfirmDialog
          title={`Kill ${machine.name}?`}
          text={killText(machine)}
          confirm="Kill"
          danger
          onConfirm={() => {
            setKilling(false);
            onStop('kill');
          }}
          onCancel={() => setKilling(false)}
        />
      )}
    </>
  );
}

function killText(machine: Machine): string {
  return machine.persistent
    ? 'The guest gets no time to write back what it holds in memory. This machine writes to the image itself, which may be damaged.'
    : 'The guest gets no time to write back what it holds in memory. The image stays as it was built.';
}

function acceleratorWords(kind: 'kvm' | 'tcg'): string {
  return kind === 'kvm' ? 'Hardware acceleration' : 'No hardware acceleration: the processor is emulated';
}
