/** Which commits run now. */
import type { Machine } from '../../../shared/machines/types';

/** Names of machines that are up by the commit that they have booted, joined by commas. */
export function bootedBy(machines: readonly Machine[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const machine of machines) {
    if (machine.state.kind !== 'login' && machine.state.kind !== 'shell') continue;
    const checksum = machine.deployments.find((deployment) => deployment.booted)?.checksum ?? machine.commit;
    if (checksum === undefined) continue;
    const before = names.get(checksum);
    names.set(checksum, before === undefined ? machine.name : `${before}, ${machine.name}`);
  }
  return names;
}
