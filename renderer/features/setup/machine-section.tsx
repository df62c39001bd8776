import { useStore } from 'zustand';
import type { SetupCheck } from '../../../shared/setup';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/error-notice';
import { Group } from '../../ui/group';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { Spinner } from '../../ui/spinner';
import { FactRow } from './fact-row';
import { HowBuildsRun } from './how-builds-run';
import type { SetupStore } from './store';

const TONES = { ok: 'ok', warning: 'warn', missing: 'bad' } as const;
const WORDS = { ok: 'found', warning: 'not found', missing: 'missing' } as const;

/** What is installed, what is missing, and the command that mends it. */
export function MachineSection({ store }: { readonly store: SetupStore }) {
  const report = useStore(store, (state) => state.report);
  const checking = useStore(store, (state) => state.checking);
  const problem = useStore(store, (state) => state.problem);
  const { check } = store.getState();
  // The accelerator has its own row, with its test.
  const checks = report?.checks.filter(({ id }) => id !== 'accelerator') ?? [];
  const of = (state: SetupCheck['state']) => checks.filter((entry) => entry.state === state);
  return (
    <>
      <PaneHead
        end={
          <>
            {checking && <Spinner label="Checking this machine" />}
            <Button icon="refresh" disabled={checking} onClick={() => void check()}>
              Check again
            </Button>
          </>
        }
      >
        <h2>What this machine can do</h2>
      </PaneHead>
      <PaneBody>
        <div className="setup-page">
          {problem && <ErrorNotice error={problem} onRetry={() => void check()} />}
          {!report && !problem && <p className="setup-note">Looking for the programs that builds and machines need…</p>}
          {report && <HowBuildsRun store={store} report={report} />}
          <Checks label="Missing" checks={of('missing')} />
          <Checks label="Worth knowing" checks={of('warning')} />
          <Checks label="Found" checks={of('ok')} />
        </div>
      </PaneBody>
    </>
  );
}

function Checks({ label, checks }: { readonly label: string; readonly checks: readonly SetupCheck[] }) {
  if (checks.length === 0) return null;
  return (
    <section aria-label={label}>
      <Group label={label} end={checks.length} />
      <ul>
        {checks.map(({ id, title, purpose, state, found, problem, command }) => (
          <FactRow
            key={id}
            tone={TONES[state]}
            state={WORDS[state]}
            title={title}
            purpose={purpose}
            value={found}
            note={problem}
            command={command}
          />
        ))}
      </ul>
    </section>
  );
}
