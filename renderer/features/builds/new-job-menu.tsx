import { useState } from 'react';
import { Button } from '../../ui/button';
import { Menu } from '../../ui/menu';
import type { BuildsStore } from './store';

/** Everything that can be queued beside the builds of a target. */
export function NewJobMenu({ store }: { readonly store: BuildsStore }) {
  const [at, setAt] = useState<{ x: number; y: number }>();
  const { openDialog, enqueue } = store.getState();
  return (
    <>
      <Button
        icon="plus"
        title="Queue a job: pull, static delta, prune, check"
        expanded={at !== undefined}
        onClick={({ currentTarget }) => {
          const box = currentTarget.getBoundingClientRect();
          setAt({ x: box.left, y: box.bottom + 4 });
        }}
      >
        New job
      </Button>
      {at && (
        <Menu
          at={at}
          onClose={() => setAt(undefined)}
          items={[
            { label: 'Pull from a repository…', onSelect: () => openDialog({ kind: 'pull' }) },
            { label: 'Static delta…', onSelect: () => openDialog({ kind: 'delta' }) },
            { label: 'Prune the repository…', onSelect: () => openDialog({ kind: 'prune' }) },
            { label: 'Check the repository…', onSelect: () => openDialog({ kind: 'check' }) },
            {
              label: 'Starter repository',
              separated: true,
              onSelect: () => void enqueue({ kind: 'starter-repository' }),
            },
          ]}
        />
      )}
    </>
  );
}
