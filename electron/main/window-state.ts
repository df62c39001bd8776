/** Where the window was and what colour it had, kept in `window.json` of the data folder. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const WindowState = z.object({
  /** Absent: the window manager chooses. */
  place: z.object({ x: z.number().int(), y: z.number().int() }).optional(),
  width: z.number().int().min(400).max(20_000),
  height: z.number().int().min(300).max(20_000),
  maximized: z.boolean(),
  /** `#rrggbb`, painted before the page is. */
  background: z
    .string()
    .regex(/^#[0-9a-f]{6}$/i)
    .optional(),
});
export type WindowState = z.infer<typeof WindowState>;

export interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const DEFAULT_STATE: WindowState = { width: 1440, height: 900, maximized: false };
/** This much of the window must be on a display, or its place is forgotten. */
const VISIBLE = 120;

/** The remembered state; the default if there is none or it is damaged. */
export function readWindowState(file: string): WindowState {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return DEFAULT_STATE;
  }
}

/** Writes it whole or not at all. A window that cannot be remembered is no reason to fail. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(state)}\n`);
    renameSync(`${file}.new`, file);
  } catch (error) {
    console.error(`The window's place was not saved: ${String(error)}`);
  }
}

/** The state without its place where that is on no display any more. */
export function onScreen(state: WindowState, displays: readonly Area[]): WindowState {
  const { place, ...rest } = state;
  if (!place) return rest;
  const { x, y } = place;
  const visible = displays.some((area) => {
    const width = Math.min(x + state.width, area.x + area.width) - Math.max(x, area.x);
    const height = Math.min(y + state.height, area.y + area.height) - Math.max(y, area.y);
    return width >= VISIBLE && height >= VISIBLE;
  });
  return visible ? state : rest;
}
