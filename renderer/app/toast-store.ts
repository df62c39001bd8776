/** What is said in passing, and for how long. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Notice, Notify } from '../ui/notify';

export interface ToastState {
  readonly toasts: readonly { readonly id: number; readonly notice: Notice }[];
  readonly notify: Notify;
  dismiss(id: number): void;
}
export type ToastStore = StoreApi<ToastState>;

const MOST = 4;
const DURATION_MS = { plain: 5000, withAction: 8000 } as const;

export function createToastStore(): ToastStore {
  let next = 0;
  return createStore<ToastState>()((set, get) => ({
    toasts: [],
    notify(notice) {
      const id = next++;
      // Said again, it is said once.
      const others = get().toasts.filter((toast) => toast.notice.text !== notice.text);
      set({ toasts: [...others, { id, notice }].slice(-MOST) });
      const duration = notice.duration ?? (notice.action ? DURATION_MS.withAction : DURATION_MS.plain);
      if (duration > 0) setTimeout(() => get().dismiss(id), duration);
    },
    dismiss: (id) => set((state) => ({ toasts: state.toasts.filter((toast) => toast.id !== id) })),
  }));
}
