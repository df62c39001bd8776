import { formatDateTime, formatRelative } from './format';
import { useNow } from './use-now';

/** `5 min ago`; the tooltip has the date. Epoch milliseconds. */
export function RelativeTime({ time }: { readonly time: number }) {
  const now = useNow(true, 30_000);
  return (
    <time dateTime={new Date(time).toISOString()} title={formatDateTime(time)}>
      {formatRelative(time, now)}
    </time>
  );
}
