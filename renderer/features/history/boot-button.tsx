import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Commit } from '../../../shared/history/types';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import type { Go } from '../../ui/navigation';
import { Select } from '../../ui/select';
import { bootPlan } from './boot-plan';
import type { HistoryStore } from './store';

interface Props {
  readonly store: HistoryStore;
  readonly commit: Commit;
  readonly go: Go;
}

/** "Boot this": from the image that holds the commit, or from one that is built of it. */
export function BootButton({ store, commit, go }: Props) {
  const jobs = useStore(store, (state) => state.jobs);
  const targets = useStore(store, (state) => state.targets);
  const commits = useStore(store, (state) => state.commits);
  const job = useStore(store, (state) => jobThatBoots(state.bootsAfter, commit.checksum));
  const [choosing, setChoosing] = useState(false);
  const plan = useMemo(() => bootPlan(commit, commits, jobs, targets), [commit, commits, jobs, targets]);

  const boot = async (target?: string) => {
    setChoosing(false);
    const outcome = await store.getState().boot(commit.checksum, target);
    if (outcome.kind === 'machine') go({ place: 'machines', machine: outcome.id });
  };
  if (job !== undefined) {
    return (
      <Button
        onClick={() => go({ place: 'builds', job })}
        title="A disk is built of this commit; it boots when it is done"
      >
        {`Boots after job ${job}`}
      </Button>
    );
  }
  const title = {
    image: plan.kind === 'image' ? `Boot ${plan.image.path}` : '',
    build: plan.kind === 'build' ? `No image holds it: builds ${plan.target} of this commit, then boots it` : '',
    choose: 'No image holds it: choose the target that makes one',
    impossible: plan.kind === 'impossible' ? plan.reason : '',
  }[plan.kind];
  return (
    <>
      <Button
        variant="primary"
        icon="play"
        disabled={plan.kind === 'impossible'}
        title={title}
        onClick={() => (plan.kind === 'choose' ? setChoosing(true) : void boot())}
      >
        Boot
      </Button>
      {choosing && plan.kind === 'choose' && (
        <ChooseTarget
          targets={plan.targets}
          onChoose={(target) => void boot(target)}
          onClose={() => setChoosing(false)}
        />
      )}
    </>
  );
}

interface ChooseProps {
  readonly targets: readonly string[];
  readonly onChoose: (target: string) => void;
  readonly onClose: () => void;
}

function ChooseTarget({ targets, onChoose, onClose }: ChooseProps) {
  const [target, setTarget] = useState(targets[0] ?? '');
  return (
    <Dialog
      title="Boot this commit"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" onClick={() => onChoose(target)}>
            Build and boot
          </Button>
        </>
      }
    >
      <p>No image holds this commit. Choose the target whose disk layout it gets; it boots when the disk is built.</p>
      <Select
        label="Target"
        value={target}
        onChange={setTarget}
        options={targets.map((name) => ({ value: name, label: name }))}
      />
    </Dialog>
  );
}

function jobThatBoots(bootsAfter: ReadonlyMap<string, string>, checksum: string): string | undefined {
  for (const [job, commit] of bootsAfter) if (commit === checksum) return job;
  return undefined;
}
