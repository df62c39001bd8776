import { useStore } from 'zustand';
import type { PackageChange, PackageReason } from '../../../shared/packages/types';
import { Button } from '../../ui/button';
import { formatBytes, formatBytesDelta } from '../../ui/format';
import { Group } from '../../ui/group';
import { StateDot } from '../../ui/state-dot';
import { ChangeRow } from './change-row';
import { countDelta, downloadOf, pickedName } from './package-rows';
import { PreviewProblem } from './preview-problem';
import type { PackagesStore, Preview } from './store';

const ORDER: readonly PackageChange['kind'][] = ['added', 'removed', 'upgraded', 'downgraded'];
const LABELS = { added: 'Added', removed: 'Removed', upgraded: 'Upgraded', downgraded: 'Downgraded' } as const;
/** Of a first build every package is new: so many are listed, the rest is counted. */
const MOST = 300;
const NONE: readonly string[] = [];

/** The sums, what is wrong, and every package that comes, goes or moves. */
export function Consequences({ preview, store }: { readonly preview: Preview; readonly store: PackagesStore }) {
  const { diff, problems, against, flags } = preview;
  const entries = useStore(store, (state) => state.scope?.picked ?? NONE);
  const picked = entries.map(pickedName);
  const isFirst = against === undefined;
  const count = diff.changes.length;
  return (
    <>
      {(count > 0 || problems.length === 0) && (
        <div className="sums">
          <Sum value={isFirst ? String(diff.after) : countDelta(diff.before, diff.after)} label="packages" />
          <Sum value={formatBytesDelta(diff.sizeDelta)} label="installed" />
          <Sum value={formatBytes(downloadOf(preview))} label="to download" />
        </div>
      )}
      {problems.map((problem) => (
        <PreviewProblem key={`${problem.severity} ${problem.message}`} problem={problem} />
      ))}
      <Fixes store={store} preview={preview} />
      {flags.map((flag) => (
        <div key={`${flag.kind} ${flag.name}`} className="preview-problem" role="note">
          <StateDot tone="warn" label="Notice" />
          <p className="preview-message">{flag.message}</p>
        </div>
      ))}
      {isFirst && count > 0 && <p className="packages-note">A first build: there is no commit to compare with.</p>}
      {!isFirst && count === 0 && problems.length === 0 && (
        <p className="packages-note">{`Nothing: the commit has the same ${diff.after} packages.`}</p>
      )}
      {ORDER.map((kind) => (
        <Changes
          key={kind}
          label={LABELS[kind]}
          changes={diff.changes.filter((change) => change.kind === kind)}
          reasons={preview.reasons}
          picked={picked}
          onShow={(name) => store.getState().show(name)}
        />
      ))}
    </>
  );
}

/** The ways out that were found. */
function Fixes({ store, preview }: { readonly store: PackagesStore; readonly preview: Preview }) {
  if (preview.fixes.length === 0) return null;
  return (
    <div className="preview-fixes" role="group" aria-label="Ways out">
      {preview.fixes.map((fix) => (
        <Button key={fix.title} onClick={() => void store.getState().applyFix(fix)}>
          {fix.title}
        </Button>
      ))}
    </div>
  );
}

function Sum({ value, label }: { readonly value: string; readonly label: string }) {
  return (
    <div className="sum">
      <div className="sum-value">{value}</div>
      <div className="packages-dim">{label}</div>
    </div>
  );
}

interface ChangesProps {
  readonly label: string;
  readonly changes: readonly PackageChange[];
  readonly reasons: Readonly<Record<string, PackageReason>>;
  readonly picked: readonly string[];
  readonly onShow: (name: string) => void;
}

function Changes({ label, changes, reasons, picked, onShow }: ChangesProps) {
  if (changes.length === 0) return null;
  // What was asked for comes before what it needs.
  const sorted = [...changes].sort(
    (a, b) => Number(picked.includes(b.name)) - Number(picked.includes(a.name)) || a.name.localeCompare(b.name),
  );
  return (
    <section aria-label={label}>
      <Group label={label} end={changes.length} />
      {sorted.slice(0, MOST).map((change) => (
        <ChangeRow
          key={`${change.name}.${change.arch} ${change.after ?? change.before}`}
          change={change}
          asked={picked.includes(change.name)}
          reason={reasons[change.name]}
          onShow={() => onShow(change.name)}
        />
      ))}
      {changes.length > MOST && <p className="packages-note">{`and ${changes.length - MOST} more`}</p>}
    </section>
  );
}
