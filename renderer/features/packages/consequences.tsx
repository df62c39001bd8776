import { useStore } from 'zustand';
import type { PackageChange } from '../../../shared/packages/types';
import { formatBytesDelta } from '../../ui/format';
import { Group } from '../../ui/group';
import { ChangeRow } from './change-row';
import { countDelta } from './package-rows';
import { PreviewProblem } from './preview-problem';
import type { PackagesStore, Preview } from './store';

const ORDER: readonly PackageChange['kind'][] = ['added', 'removed', 'upgraded', 'downgraded'];
const LABELS = { added: 'Added', removed: 'Removed', upgraded: 'Upgraded', downgraded: 'Downgraded' } as const;
/** Of a first build every package is new: so many are listed, the rest is counted. */
const MOST = 300;
const NONE: readonly string[] = [];

/** The sums, what is wrong, and every package that comes, goes or moves. */
export function Consequences({ preview, store }: { readonly preview: Preview; readonly store: PackagesStore }) {
  const { diff, problems, against } = preview;
  const picked = useStore(store, (state) => state.scope?.picked ?? NONE);
  const isFirst = against === undefined;
  const count = diff.changes.length;
  return (
    <>
      {(count > 0 || problems.length === 0) && (
        <div className="sums">
          <Sum value={isFirst ? String(diff.after) : countDelta(diff.before, diff.after)} label="packages" />
          <Sum value={formatBytesDelta(diff.sizeDelta)} label="installed" />
          {!isFirst && <Sum value={String(count)} label={count === 1 ? 'change' : 'changes'} />}
        </div>
      )}
      {problems.map((problem) => (
        <PreviewProblem key={`${problem.severity} ${problem.message}`} problem={problem} />
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
          picked={picked}
          onShow={(name) => store.getState().show(name)}
        />
      ))}
    </>
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
  readonly picked: readonly string[];
  readonly onShow: (name: string) => void;
}

function Changes({ label, changes, picked, onShow }: ChangesProps) {
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
          key={`${change.name}.${change.arch}`}
          change={change}
          asked={picked.includes(change.name)}
          onShow={() => onShow(change.name)}
        />
      ))}
      {changes.length > MOST && <p className="packages-note">{`and ${changes.length - MOST} more`}</p>}
    </section>
  );
}
