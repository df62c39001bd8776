import { useMemo } from 'react';
import type { Manifest } from '../../../shared/manifest/types';
import { Tag } from '../../ui/tag';
import { valueText } from './define-fields';
import { diffManifests, diffWords, isSame, type ResolvedDiff, type StageChange } from './resolved-diff';
import { StageTypeName } from './stage-type-name';

interface Props {
  readonly before: { readonly manifest?: Manifest | undefined };
  readonly after: { readonly manifest?: Manifest | undefined };
}

/** As many lines as are read; the rest is counted. */
const MOST = 60;
const TONES = { added: 'ok', removed: 'bad', changed: 'run', moved: 'mute' } as const;
const SIGNS = { added: '+', removed: '−', changed: '~', moved: '↕' } as const;

/** What one resolved manifest has that the other has not: stages, options, packages. */
export function ResolvedChanges({ before, after }: Props) {
  const diff = useMemo(
    () => (before.manifest && after.manifest ? diffManifests(before.manifest, after.manifest) : undefined),
    [before.manifest, after.manifest],
  );
  if (!diff) return null;
  const rest = Math.max(0, diff.stages.length - MOST) + Math.max(0, diff.packages.length - MOST);
  return (
    <section className="changes" aria-label="What changes">
      <p className="changes-words">{isSame(diff) ? 'The image stays the same.' : diffWords(diff)}</p>
      <ul>
        {diff.stages.slice(0, MOST).map((change, index) => (
          <StageLine key={index} change={change} />
        ))}
        <PackageLines diff={diff} />
      </ul>
      {rest > 0 && <p className="compose-dim">{`and ${rest} more: see the JSON's comparison`}</p>}
    </section>
  );
}

function StageLine({ change }: { change: StageChange }) {
  return (
    <li className="change">
      <div className="change-line">
        <Tag tone={TONES[change.kind]} title={change.kind}>
          {SIGNS[change.kind]}
        </Tag>
        <StageTypeName type={change.type} />
        <span className="compose-dim compose-ellipsis">{`in ${change.pipeline}, stage ${change.index + 1}`}</span>
      </div>
      {change.options.slice(0, 12).map(({ path, before, after }) => (
        <div key={path} className="change-option mono">
          <span className="change-path">{path.replace(/^options\./, '')}</span>
          {before !== undefined && <del>{clipped(before)}</del>}
          {after !== undefined && <ins>{clipped(after)}</ins>}
        </div>
      ))}
    </li>
  );
}

function PackageLines({ diff }: { diff: ResolvedDiff }) {
  return diff.packages.slice(0, MOST).map(({ kind, name, before, after }) => (
    <li key={name} className="change-line">
      <Tag tone={TONES[kind]} title={kind}>
        {SIGNS[kind]}
      </Tag>
      <span className="mono">{name}</span>
      <span className="compose-dim compose-ellipsis">
        {before !== undefined && after !== undefined ? `${before} → ${after}` : (after ?? before)}
      </span>
    </li>
  ));
}

function clipped(value: unknown): string {
  const text = valueText(value);
  return text.length > 160 ? `${text.slice(0, 159)}…` : text === '' ? '""' : text;
}
