import { useStore } from 'zustand';
import { CopyButton } from '../../ui/copy-button';
import { KeyValue } from '../../ui/key-value';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { StateDot } from '../../ui/state-dot';
import type { SetupStore } from './store';

/** Which version this is, and where it keeps its data. */
export function AboutSection({ store }: { readonly store: SetupStore }) {
  const info = useStore(store, (state) => state.info);
  const rows = info
    ? [
        { label: 'Version', value: info.version },
        ...(info.electron === undefined ? [] : [{ label: 'Electron', value: info.electron }]),
        { label: 'Node', value: info.node },
        { label: 'System', value: info.platform },
        { label: 'Data', value: info.dataDir },
      ]
    : [];
  const text = rows.map(({ label, value }) => `${label}: ${value}`).join('\n');
  return (
    <>
      <PaneHead end={info && <CopyButton text={text} what="Versions copied" />}>
        <h2>OSTree Studio</h2>
      </PaneHead>
      <PaneBody pad>
        {info ? <KeyValue rows={rows} /> : <p className="setup-note">The versions are not known yet.</p>}
        {info?.runtimeWarning !== undefined && (
          <p className="setup-warning">
            <StateDot tone="warn" label="Warning" />
            {info.runtimeWarning}
          </p>
        )}
      </PaneBody>
    </>
  );
}
