import type { PackageChange, PackageReason } from '../../../shared/packages/types';
import { formatBytes, formatBytesDelta } from '../../ui/format';
import { CHANGE_SIGN, changeWords } from './package-rows';

interface Props {
  readonly change: PackageChange;
  /** The person asked for it; else something needs it. */
  readonly asked: boolean;
  /** What brings it, where something does. */
  readonly reason: PackageReason | undefined;
  readonly onShow: () => void;
}

export function ChangeRow({ change, asked, reason, onShow }: Props) {
  const words = changeWords(change);
  const moves = change.before !== undefined && change.after !== undefined;
  return (
    <button
      type="button"
      className="preview-row"
      title={`${change.name} (${change.arch}): ${change.kind}${asked ? ', you asked for it' : reason ? `, for ${reason.by}, which needs ${reason.requirement}` : ''}\n${words}\n${formatBytesDelta(change.sizeDelta)} installed`}
      onClick={onShow}
    >
      <span className="preview-sign mono" data-change={change.kind} aria-label={change.kind}>
        {CHANGE_SIGN[change.kind]}
      </span>
      <span className="preview-name">{change.name}</span>
      <span className="preview-words">
        {change.kind !== 'added' ? words : asked ? 'you asked' : reason ? `for ${reason.by}` : words}
      </span>
      <span className="preview-size">
        {moves ? formatBytesDelta(change.sizeDelta) : formatBytes(Math.abs(change.sizeDelta))}
      </span>
    </button>
  );
}
