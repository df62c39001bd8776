/** Dark, light, or as the desktop has it. */
import { createStore, type StoreApi } from 'zustand/vanilla';

export type ThemeChoice = 'system' | 'dark' | 'light';
export interface ThemeState {
  readonly choice: ThemeChoice;
  readonly shown: 'dark' | 'light';
  choose(choice: ThemeChoice): void;
  /** The other of dark and light. */
  toggle(): void;
  /** Follows the desktop. Returns the function that ends it. */
  connect(): () => void;
}
export type ThemeStore = StoreApi<ThemeState>;

const KEY = 'theme';

export function createThemeStore(): ThemeStore {
  const light = window.matchMedia('(prefers-color-scheme: light)');
  const resolve = (choice: ThemeChoice) => (choice === 'system' ? (light.matches ? 'light' : 'dark') : choice);
  const kept = localStorage.getItem(KEY);
  const first: ThemeChoice = kept === 'dark' || kept === 'light' ? kept : 'system';
  return createStore<ThemeState>()((set, get) => {
    const show = (choice: ThemeChoice) => {
      const shown = resolve(choice);
      document.documentElement.dataset.theme = shown;
      const ground = getComputedStyle(document.documentElement).getPropertyValue('--bg-0').trim();
      document.querySelector('meta[name="theme-color"]')?.setAttribute('content', ground);
      return { choice, shown };
    };
    return {
      ...show(first),
      choose(choice) {
        localStorage.setItem(KEY, choice);
        set(show(choice));
      },
      toggle: () => get().choose(get().shown === 'dark' ? 'light' : 'dark'),
      connect() {
        const follow = () => set(show(get().choice));
        light.addEventListener('change', follow);
        return () => light.removeEventListener('change', follow);
      },
    };
  });
}
