import './controls.css';
import { shortChecksum } from './format';
import { useCopy } from './use-copy';

/** Eight characters in sight; a click copies the whole. */
export function Checksum({ value }: { readonly value: string }) {
  const copy = useCopy();
  return (
    <button
      type="button"
      className="copyable mono"
      title={`${value}\nClick to copy`}
      aria-label={`Checksum ${shortChecksum(value)}: copy`}
      onClick={() => copy(value, 'Checksum copied')}
    >
      {shortChecksum(value)}
    </button>
  );
}
