import type { Place } from '../ui/navigation';

export const PLACE_NAMES: Readonly<Record<Place, string>> = {
  compose: 'Compose',
  packages: 'Packages',
  builds: 'Builds',
  history: 'History',
  machines: 'Machines',
  setup: 'Set-up',
};
