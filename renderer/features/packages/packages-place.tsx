import { useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Columns } from '../../ui/columns';
import { EmptyState } from '../../ui/empty-state';
import type { Go } from '../../ui/navigation';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { ProblemBar } from '../../ui/problem-bar';
import { PackageDetailsPane } from './package-details-pane';
import './packages.css';
import { PackagesList } from './packages-list';
import { PickedList } from './picked-list';
import { PreviewPane } from './preview-pane';
import { RepositoriesDialog } from './repositories-dialog';
import { RepositoryList } from './repository-list';
import { ShowList } from './show-list';
import type { PackagesStore } from './store';

interface Props {
  readonly store: PackagesStore;
  readonly go: Go;
  /** Makes the starter repository; undefined where the workspace brings its own. */
  readonly onPrepare: (() => void) | undefined;
}

/** What the target's repositories offer, what was picked of it, and what that changes. */
export function PackagesPlace({ store, go, onPrepare }: Props) {
  const hasTarget = useStore(store, (state) => state.scope !== undefined);
  const [isManaging, setManaging] = useState(false);
  if (!hasTarget) {
    return (
      <Pane flat>
        <EmptyState
          icon="packages"
          title="No target is chosen"
          text="Here you search what a target’s repositories offer, add packages to its image, and see what that changes. Choose the target first."
          action={
            <Button variant="primary" onClick={() => go({ place: 'compose' })}>
              Choose a target
            </Button>
          }
        />
      </Pane>
    );
  }
  return (
    <>
      <Columns
        id="packages"
        left={<Sources store={store} onManage={() => setManaging(true)} />}
        middle={<PackagesList store={store} go={go} onPrepare={onPrepare} />}
        right={
          <div className="packages-right">
            <PreviewPane store={store} go={go} />
            <PackageDetailsPane store={store} />
          </div>
        }
      />
      {isManaging && <RepositoriesDialog store={store} onClose={() => setManaging(false)} />}
    </>
  );
}

/** What was picked, where packages come from, and which are listed. */
function Sources({ store, onManage }: { readonly store: PackagesStore; readonly onManage: () => void }) {
  const problem = useStore(store, (state) => state.problem);
  return (
    <Pane>
      <PaneHead
        end={
          <Button
            variant="ghost"
            icon="refresh"
            title="Read the repositories again"
            onClick={() => store.getState().refresh()}
          />
        }
      >
        <h1>Packages</h1>
      </PaneHead>
      <ProblemBar problem={problem} onDismiss={() => store.getState().dismissProblem()} />
      <PaneBody>
        <PickedList store={store} />
        <RepositoryList store={store} onManage={onManage} />
        <ShowList store={store} />
      </PaneBody>
    </Pane>
  );
}
