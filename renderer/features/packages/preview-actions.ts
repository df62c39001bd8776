import type { StudioClient } from '../../../shared/contract';
import { toWire } from '../../../shared/errors';
import { createLatest } from './latest';
import type { GetPackages, SetPackages } from './store';

/** Asks what the image would hold, after a rest. */
export function previewing(client: StudioClient, set: SetPackages, get: GetPackages): (delayMs: number) => void {
  const ask = createLatest(async (isLatest) => {
    const { scope } = get();
    if (!scope) return;
    try {
      const last = await client.call('packages.preview', { target: scope.target, defines: scope.defines });
      if (isLatest()) set({ preview: { kind: 'ready', last } });
    } catch (thrown) {
      const error = toWire(thrown);
      if (isLatest() && error.code !== 'cancelled') set({ preview: { kind: 'failed', error } });
    }
  });
  return (delayMs) => {
    const { preview } = get();
    set({ preview: { kind: 'loading', last: 'last' in preview ? preview.last : undefined } });
    ask(delayMs);
  };
}
