import { useMemo } from 'react';
import { lineCounts } from './review-files';

/** `+3 −1`: lines more and less. */
export function LineCount({ before, after }: { readonly before: string; readonly after: string }) {
  const { added, removed } = useMemo(() => lineCounts(before, after), [before, after]);
  return (
    <span className="sheet-counts" title={`${added === 1 ? '1 line' : `${added} lines`} added, ${removed} removed`}>
      {added > 0 && <span className="sheet-added">+{added}</span>}{' '}
      {removed > 0 && <span className="sheet-removed">−{removed}</span>}
    </span>
  );
}
