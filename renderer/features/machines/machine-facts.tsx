import type { Machine, Upgrade } from '../../../shared/machines/types';
import { formatBytes, formatDateTime, formatDuration, shortChecksum } from '../../ui/format';
import { Group } from '../../ui/group';
import { KeyValue } from '../../ui/key-value';
import type { Go } from '../../ui/navigation';

interface Props {
  readonly machine: Machine;
  readonly go: Go;
}

/** The last upgrade, and what the machine is made of. */
export function MachineFacts({ machine, go }: Props) {
  const { lastUpgrade, commit } = machine;
  return (
    <>
      {lastUpgrade && (
        <>
          <Group
            label="Last upgrade"
            end={<span className="machines-dim">{formatDuration(lastUpgrade.seconds)}</span>}
          />
          <div className="machines-pad">
            <UpgradeFacts upgrade={lastUpgrade} />
          </div>
        </>
      )}
      <Group label="Machine" end={<span className="machines-dim">{bootTime(machine)}</span>} />
      <div className="machines-pad">
        <KeyValue
          rows={[
            {
              label: 'Image',
              value: (
                <span className="machines-value" title={machine.image}>
                  {fileName(machine.image)}
                </span>
              ),
            },
            ...(commit === undefined
              ? []
              : [
                  {
                    label: 'Built with',
                    value: (
                      <button
                        type="button"
                        className="machines-link mono"
                        title={`${commit}\nShow in History`}
                        onClick={() => go({ place: 'history', commit })}
                      >
                        {shortChecksum(commit)}
                      </button>
                    ),
                  },
                ]),
            { label: 'Disk', value: machine.persistent ? 'the image itself' : 'throw-away overlay' },
            {
              label: 'Memory',
              value: `${machine.memoryMiB} MiB, ${machine.cpus} ${machine.cpus === 1 ? 'CPU' : 'CPUs'}`,
            },
            { label: 'Powered on', value: formatDateTime(machine.createdAt) },
          ]}
        />
      </div>
    </>
  );
}

function UpgradeFacts({ upgrade }: { upgrade: Upgrade }) {
  if (!upgrade.available)
    return <p className="machines-dim">No upgrade available: it has the newest commit of its ref.</p>;
  const rows = [];
  if (upgrade.transferredKiB !== undefined) {
    rows.push({
      label: 'Pulled',
      value: <span title={`${upgrade.transferredKiB} KiB`}>{formatBytes(upgrade.transferredKiB * 1024)}</span>,
    });
  }
  if (upgrade.metadataObjects !== undefined || upgrade.contentObjects !== undefined) {
    rows.push({
      label: 'Objects',
      value: `${upgrade.metadataObjects ?? 0} metadata, ${upgrade.contentObjects ?? 0} content`,
    });
  }
  return (
    <>
      <KeyValue rows={rows} />
      {upgrade.transferred !== undefined && <p className="machine-transferred">{upgrade.transferred}</p>}
    </>
  );
}

function bootTime(machine: Machine): string {
  const { state } = machine;
  return state.kind === 'login' || state.kind === 'shell' ? `${formatDuration(state.bootSeconds)} to login` : '';
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
