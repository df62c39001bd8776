import { useEffect, useState } from 'react';

/** True once `active` has lasted for `delayMs`: what is quick needs no sign of waiting. */
export function useSlow(active: boolean, delayMs = 300): boolean {
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    if (!active) return;
    const timer = setTimeout(() => setSlow(true), delayMs);
    return () => {
      clearTimeout(timer);
      setSlow(false);
    };
  }, [active, delayMs]);
  return active && slow;
}
