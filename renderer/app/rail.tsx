import { useStore } from 'zustand';
import { Icon } from '../ui/icon';
import { PLACES, type Place } from '../ui/navigation';
import { PLACE_NAMES } from './place-names';
import type { Stores } from './stores';

/** The places, set-up last. */
export function Rail({ stores }: { readonly stores: Stores }) {
  const active = useStore(
    stores.builds,
    (state) => state.jobs.filter(({ status }) => status.kind === 'running' || status.kind === 'waiting').length,
  );
  const missing = useStore(
    stores.setup,
    (state) => state.report?.checks.filter((check) => check.state === 'missing').length ?? 0,
  );
  const badges: Partial<Record<Place, { count: number; words: string; tone: 'run' | 'bad' }>> = {
    builds: { count: active, words: active === 1 ? '1 job' : `${active} jobs`, tone: 'run' },
    setup: { count: missing, words: `${missing} missing`, tone: 'bad' },
  };
  return (
    <nav className="rail" aria-label="Places">
      {PLACES.map((place, index) => (
        <RailButton key={place} stores={stores} place={place} shortcut={`Ctrl ${index + 1}`} badge={badges[place]} />
      ))}
    </nav>
  );
}

interface ButtonProps {
  readonly stores: Stores;
  readonly place: Place;
  readonly shortcut: string;
  readonly badge: { readonly count: number; readonly words: string; readonly tone: 'run' | 'bad' } | undefined;
}

function RailButton({ stores, place, shortcut, badge }: ButtonProps) {
  const isOpen = useStore(stores.navigation, (state) => state.place === place);
  const name = PLACE_NAMES[place];
  const shown = badge && badge.count > 0 ? badge : undefined;
  return (
    <button
      type="button"
      className="rail-button"
      data-place={place}
      aria-label={name}
      aria-description={shown?.words}
      aria-current={isOpen ? 'page' : undefined}
      title={`${name}${shown ? `: ${shown.words}` : ''} (${shortcut})`}
      onClick={() => stores.navigation.getState().go({ place })}
    >
      <Icon name={place} size={18} />
      {shown && (
        <span className="rail-badge" data-tone={shown.tone} aria-hidden="true">
          {shown.count > 99 ? '99+' : shown.count}
        </span>
      )}
    </button>
  );
}
