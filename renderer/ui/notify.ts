/** How any part of the window says something in passing. The app gives the real one. */
import { createContext, useContext } from 'react';
import type { Tone } from './tone';

export interface Notice {
  readonly text: string;
  readonly tone?: Tone;
  /** What can be done about it: Undo, Show. */
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Milliseconds in sight; 0 stays until it is closed. */
  readonly duration?: number;
}
export type Notify = (notice: Notice) => void;

export const NotifyContext = createContext<Notify>(() => undefined);

export function useNotify(): Notify {
  return useContext(NotifyContext);
}
