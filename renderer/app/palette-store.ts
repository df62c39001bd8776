/** Whether the palette is open. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface PaletteState {
  readonly isOpen: boolean;
  toggle(): void;
  hide(): void;
}
export type PaletteStore = StoreApi<PaletteState>;

export function createPaletteStore(): PaletteStore {
  return createStore<PaletteState>()((set, get) => ({
    isOpen: false,
    toggle: () => set({ isOpen: !get().isOpen }),
    hide: () => set({ isOpen: false }),
  }));
}
