import { useStore } from 'zustand';
import type { Machine } from '../../../shared/machines/types';
import { formatDateTime, shortChecksum } from '../../ui/format';
import { Group } from '../../ui/group';
import { ListItem } from '../../ui/list-item';
import { StateDot } from '../../ui/state-dot';
import { useNow } from '../../ui/use-now';
import { bootedChecksum, isRunning, stateWords } from './machine-words';
import type { MachinesStore } from './store';

/** The machines: those that run, and those that are over but still have their console's record. */
export function MachineList({ store }: { store: MachinesStore }) {
  const machines = useStore(store, (state) => state.machines);
  const selected = useStore(store, (state) => state.selected);
  const select = useStore(store, (state) => state.select);
  const now = useNow(machines.some((machine) => machine.state.kind === 'booting'));
  const groups = [
    { label: 'Running', machines: machines.filter(isRunning) },
    { label: 'Stopped', machines: machines.filter((machine) => !isRunning(machine)) },
  ];
  return groups
    .filter((group) => group.machines.length > 0)
    .map((group) => (
      <div key={group.label} role="group" aria-label={group.label}>
        <Group label={group.label} />
        {group.machines.map((machine) => (
          <MachineItem
            key={machine.id}
            machine={machine}
            now={now}
            selected={machine.id === selected}
            onSelect={() => select(machine.id)}
          />
        ))}
      </div>
    ));
}

interface ItemProps {
  readonly machine: Machine;
  readonly now: number;
  readonly selected: boolean;
  readonly onSelect: () => void;
}

function MachineItem({ machine, now, selected, onSelect }: ItemProps) {
  const words = stateWords(machine.state, now);
  const checksum = bootedChecksum(machine);
  const ready = machine.state.kind === 'login' || machine.state.kind === 'shell' || machine.state.kind === 'stopped';
  const end = ready && checksum !== undefined ? <span className="mono">{shortChecksum(checksum)}</span> : words.label;
  const since = `since ${formatDateTime(machine.createdAt)}`;
  return (
    <ListItem
      selected={selected}
      leading={<StateDot tone={words.tone} label={words.label} />}
      title={machine.name}
      end={end}
      tooltip={[`${machine.name}: ${words.label}, ${since}`, words.more, machine.image].filter(Boolean).join('\n')}
      onClick={onSelect}
    />
  );
}
