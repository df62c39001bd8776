import { useCallback } from 'react';
import { useNotify } from './notify';

/** Copies text and says so: `copy(checksum, 'Checksum copied')`. */
export function useCopy(): (text: string, what: string) => void {
  const notify = useNotify();
  return useCallback(
    (text, what) => {
      navigator.clipboard.writeText(text).then(
        () => notify({ text: what, tone: 'ok', duration: 1800 }),
        () => notify({ text: 'The clipboard cannot be written.', tone: 'bad' }),
      );
    },
    [notify],
  );
}
