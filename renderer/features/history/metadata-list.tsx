import { useState } from 'react';
import { Button } from '../../ui/button';
import type { CommitDetails } from '../../../shared/history/types';

const LONG = 300;

/** The commit's metadata keys with their GVariant text, folded until asked for. */
export function MetadataList({ metadata }: { metadata: CommitDetails['metadata'] }) {
  const [open, setOpen] = useState(false);
  if (metadata.length === 0) return null;
  return (
    <div className="metadata">
      <Button
        variant="ghost"
        expanded={open}
        icon={open ? 'chevron-down' : 'chevron-right'}
        onClick={() => setOpen(!open)}
      >{`Metadata (${metadata.length})`}</Button>
      {open &&
        metadata.map(({ key, value }) => (
          <div key={key} className="metadata-row">
            <div className="metadata-key" title={key}>
              {key}
            </div>
            <pre className="metadata-value">{value.length > LONG ? `${value.slice(0, LONG)}…` : value}</pre>
          </div>
        ))}
    </div>
  );
}
