/** Whether the steps from edit to upgrade are in sight; kept from one start to the next. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export interface LoopVisibility {
  readonly visible: boolean;
  show(): void;
  hide(): void;
}
export type LoopStore = StoreApi<LoopVisibility>;

const KEY = 'loop';

export function createLoopStore(): LoopStore {
  return createStore<LoopVisibility>()((set) => ({
    visible: localStorage.getItem(KEY) !== 'hidden',
    show() {
      localStorage.removeItem(KEY);
      set({ visible: true });
    },
    hide() {
      localStorage.setItem(KEY, 'hidden');
      set({ visible: false });
    },
  }));
}
