import { useState } from 'react';
import type { CommitDetails } from '../../../shared/history/types';
import type { PackageChange } from '../../../shared/packages/types';
import { Button } from '../../ui/button';
import { formatBytes, formatBytesDelta } from '../../ui/format';
import { Group } from '../../ui/group';
import { Tag } from '../../ui/tag';
import { CHANGE_SIGNS } from './package-summary';

const FIRST = 100;
const ORDER: readonly PackageChange['kind'][] = ['added', 'removed', 'upgraded', 'downgraded'];

/** The packages that differ from the parent's: what came, what went, what moved, with sizes. */
export function PackageChanges({ details }: { details: CommitDetails }) {
  const [all, setAll] = useState(false);
  const { diff } = details;
  if (!diff) {
    return (
      <>
        <Group
          label="Packages"
          end={details.packages === undefined ? undefined : <Tag>{String(details.packages)}</Tag>}
        />
        <p className="history-note">
          {details.note ?? (details.parent === undefined ? 'A first commit: nothing to compare with.' : 'Not known.')}
        </p>
      </>
    );
  }
  const changes = [...diff.changes].sort(
    (a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.name.localeCompare(b.name),
  );
  const shown = all ? changes : changes.slice(0, FIRST);
  return (
    <>
      <Group
        label="Packages against parent"
        end={
          <span className="history-ends">
            {formatBytesDelta(diff.sizeDelta)}
            <Tag>{String(changes.length)}</Tag>
          </span>
        }
      />
      {changes.length === 0 && <p className="history-note">{`The same ${details.packages ?? ''} packages.`}</p>}
      {shown.map((change) => (
        <Change key={`${change.kind} ${change.name} ${change.arch}`} change={change} />
      ))}
      {shown.length < changes.length && (
        <div className="history-more">
          <Button onClick={() => setAll(true)}>{`Show ${changes.length - shown.length} more`}</Button>
        </div>
      )}
    </>
  );
}

function Change({ change }: { change: PackageChange }) {
  const versions = versionsOf(change);
  const size =
    change.kind === 'added' || change.kind === 'removed'
      ? formatBytes(Math.abs(change.sizeDelta))
      : formatBytesDelta(change.sizeDelta);
  return (
    <div
      className="change-row"
      title={`${change.name} (${change.arch}): ${change.kind}\n${versions}\n${formatBytesDelta(change.sizeDelta)} installed`}
    >
      <span className="change-sign" data-change={change.kind} aria-label={change.kind}>
        {CHANGE_SIGNS[change.kind]}
      </span>
      <span className="change-name">{change.name}</span>
      <span className="change-versions">{shortVersionsOf(change)}</span>
      <span className="change-size">{size}</span>
    </div>
  );
}

function versionsOf({ before, after }: PackageChange): string {
  return before !== undefined && after !== undefined ? `${before} → ${after}` : (after ?? before ?? '');
}

/** The same without releases where the versions tell the difference: `3.0.16 → 3.0.17`. */
function shortVersionsOf({ before, after }: PackageChange): string {
  if (before === undefined || after === undefined) return after ?? before ?? '';
  const [old, fresh] = [withoutRelease(before), withoutRelease(after)];
  return old === fresh ? `${before} → ${after}` : `${old} → ${fresh}`;
}

function withoutRelease(version: string): string {
  return version.replace(/-[^-]*$/, '');
}
