import { useStore } from 'zustand';
import type { SetupReport } from '../../../shared/setup';
import { Button } from '../../ui/button';
import { Group } from '../../ui/group';
import { FactRow } from './fact-row';
import type { SetupStore } from './store';

const ENGINES = { osbuild: 'osbuild', 'built-in': 'built-in engine' } as const;
const PRIVILEGES = { root: 'root', sudo: 'sudo', pkexec: 'pkexec', none: 'none' } as const;

/** Who executes manifests, with which rights, and how fast machines are. */
export function HowBuildsRun({ store, report }: { readonly store: SetupStore; readonly report: SetupReport }) {
  const { privilege, engine } = report;
  return (
    <section aria-label="How builds and machines run">
      <Group label="How builds and machines run" />
      <ul>
        <FactRow tone="ok" state="ready" title="Engine" purpose="executes manifests" value={ENGINES[engine]} />
        <FactRow
          tone={privilege.kind === 'none' ? 'bad' : 'ok'}
          state={privilege.kind === 'none' ? 'missing' : 'ready'}
          title="Privilege"
          purpose="builds need root for chroots, mounts and loop devices"
          value={PRIVILEGES[privilege.kind]}
          note={privilege.explanation}
        />
        <Accelerator store={store} report={report} />
      </ul>
    </section>
  );
}

function Accelerator({ store, report: { accelerator } }: { readonly store: SetupStore; readonly report: SetupReport }) {
  const checking = useStore(store, (state) => state.checking);
  const probing = useStore(store, (state) => state.probing);
  const kvm = accelerator?.kind === 'kvm';
  return (
    <FactRow
      tone={accelerator === undefined ? 'mute' : kvm ? 'ok' : 'warn'}
      state={accelerator === undefined ? 'not tested' : kvm ? 'accelerated' : 'emulated'}
      title="Accelerator"
      purpose="makes machines fast"
      value={accelerator && (kvm ? 'KVM' : 'TCG (emulation)')}
      note={accelerator?.reason ?? 'The test boots a kernel for a few seconds; the first machine makes it otherwise.'}
      action={
        <Button disabled={checking} title="Boots a test kernel" onClick={() => void store.getState().check(true)}>
          {probing ? 'Testing…' : accelerator ? 'Test again' : 'Test'}
        </Button>
      }
    />
  );
}
