import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Machine } from '../../../shared/machines/types';
import { Button } from '../../ui/button';
import { Columns } from '../../ui/columns';
import { Dialog } from '../../ui/dialog';
import { EmptyState } from '../../ui/empty-state';
import { ErrorNotice } from '../../ui/error-notice';
import { ProblemBar } from '../../ui/problem-bar';
import type { Go } from '../../ui/navigation';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { Spinner } from '../../ui/spinner';
import { ConsoleView } from './console-view';
import { DeploymentsPane } from './deployments-pane';
import { MachineHead } from './machine-head';
import { MachineList } from './machine-list';
import './machines.css';
import { NewMachineDialog } from './new-machine-dialog';
import { bootableImages, type MachinesStore } from './store';
import type { OpenTerminal } from './use-terminal';

interface Props {
  readonly store: MachinesStore;
  readonly go: Go;
  readonly openTerminal: OpenTerminal;
}

/** Virtual machines: their consoles, their deployments, and upgrades rehearsed on them. */
export function MachinesPlace({ store, go, openTerminal }: Props) {
  const machine = useStore(store, (state) => state.machines.find((entry) => entry.id === state.selected));
  const acting = useStore(store, (state) => (machine ? state.acting.get(machine.id) : undefined));
  const [choosing, setChoosing] = useState(false);
  return (
    <>
      <Columns
        id="machines"
        left={
          <Pane>
            <PaneHead>
              <h1>Machines</h1>
              <div className="machines-actions">
                <Button icon="plus" onClick={() => setChoosing(true)} title="Boot an image">
                  New
                </Button>
              </div>
            </PaneHead>
            <PaneBody>
              <MachineList store={store} />
            </PaneBody>
          </Pane>
        }
        middle={
          <Pane flat>
            <Problem store={store} />
            <div className="machine-middle">
              {machine ? (
                <OpenMachine store={store} machine={machine} openTerminal={openTerminal} />
              ) : (
                <NoMachine store={store} go={go} onNew={() => setChoosing(true)} />
              )}
            </div>
          </Pane>
        }
        right={
          <Pane>
            {machine ? (
              <DeploymentsPane
                machine={machine}
                acting={acting}
                go={go}
                onAct={(action) => void store.getState().act(machine.id, action)}
              />
            ) : (
              <PaneHead>
                <h2>Deployments</h2>
              </PaneHead>
            )}
          </Pane>
        }
      />
      {choosing && <NewMachine store={store} go={go} onClose={() => setChoosing(false)} />}
    </>
  );
}

function OpenMachine({
  store,
  machine,
  openTerminal,
}: {
  store: MachinesStore;
  machine: Machine;
  openTerminal: OpenTerminal;
}) {
  const reason = useStore(store, (state) =>
    state.accelerator?.kind === machine.accelerator ? state.accelerator.reason : undefined,
  );
  const { stop, remove } = store.getState();
  return (
    <>
      <MachineHead
        machine={machine}
        reason={reason}
        onStop={(how) => void stop(machine.id, how)}
        onRemove={() => void remove(machine.id)}
      />
      <ConsoleView key={machine.id} machine={machine} openTerminal={openTerminal} />
    </>
  );
}

function NewMachine({ store, go, onClose }: { store: MachinesStore; go: Go; onClose: () => void }) {
  const jobs = useStore(store, (state) => state.jobs);
  const booting = useStore(store, (state) => state.booting);
  const images = useMemo(() => bootableImages(jobs), [jobs]);
  if (images.length === 0) return <NoImage go={go} onClose={onClose} />;
  return (
    <NewMachineDialog
      images={images}
      booting={booting}
      onClose={onClose}
      onBoot={(request) => void store.getState().boot(request).then(onClose)}
    />
  );
}

function Problem({ store }: { store: MachinesStore }) {
  const problem = useStore(store, (state) => state.problem);
  return <ProblemBar problem={problem} onDismiss={() => store.getState().dismissProblem()} />;
}

function NoMachine({ store, go, onNew }: { store: MachinesStore; go: Go; onNew: () => void }) {
  const status = useStore(store, (state) => state.status);
  const hasImage = useStore(store, (state) => bootableImages(state.jobs).length > 0);
  if (status.kind === 'loading')
    return (
      <div className="machines-centre">
        <Spinner />
      </div>
    );
  if (status.kind === 'failed') return <ErrorNotice error={status.error} onRetry={() => store.getState().connect()} />;
  return (
    <EmptyState
      icon="machines"
      title="No machine yet"
      text="Here you boot what was built: its console, its deployments, and the upgrade to the next commit, rehearsed before anybody ships it."
      action={
        hasImage ? (
          <Button variant="primary" onClick={onNew}>
            Boot an image
          </Button>
        ) : (
          <Button variant="primary" onClick={() => go({ place: 'compose' })}>
            Build an image first
          </Button>
        )
      }
    />
  );
}

function NoImage({ go, onClose }: { go: Go; onClose: () => void }) {
  return (
    <Dialog
      title="Boot an image"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Close</Button>
          <Button variant="primary" onClick={() => go({ place: 'compose' })}>
            Build an image
          </Button>
        </>
      }
    >
      <p>No image has been built yet. Build a qcow2 or img target first; it then can be booted here.</p>
    </Dialog>
  );
}
