/** Which place is open, and the way back. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Destination, Go, Place } from '../ui/navigation';

export interface NavigationState {
  readonly place: Place;
  readonly section: string | undefined;
  readonly past: readonly Destination[];
  readonly future: readonly Destination[];
  readonly go: Go;
  back(): void;
  forward(): void;
}
export type NavigationStore = StoreApi<NavigationState>;

const MOST = 100;

/** `select` is told what was named, so that the place's own store selects it. */
export function createNavigationStore(select: (destination: Destination) => void): NavigationStore {
  return createStore<NavigationState>()((set, get) => {
    let here: Destination = { place: 'compose' };
    const open = (destination: Destination) => {
      here = destination;
      set({
        place: destination.place,
        section: destination.place === 'setup' ? destination.section : get().section,
      });
      select(destination);
    };
    return {
      place: 'compose',
      section: undefined,
      past: [],
      future: [],
      go(destination) {
        set((state) => ({ past: [...state.past, here].slice(-MOST), future: [] }));
        open(destination);
      },
      back() {
        const { past, future } = get();
        const last = past[past.length - 1];
        if (!last) return;
        set({ past: past.slice(0, -1), future: [here, ...future] });
        open(last);
      },
      forward() {
        const { past, future } = get();
        const [next, ...rest] = future;
        if (!next) return;
        set({ past: [...past, here], future: rest });
        open(next);
      },
    };
  });
}
