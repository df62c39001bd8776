/** What the window is made of: the client, every store, and what a person can do. Made once. */
import type { StudioClient } from '../../shared/contract';
import { createActions, type Actions } from './actions';
import { createCommands, type Command } from './commands';
import { createLoopStore, type LoopStore } from './loop-store';
import { createPaletteStore, type PaletteStore } from './palette-store';
import { createStores, type Stores } from './stores';
import { createOpenTerminal } from './terminal-port';

export interface WindowParts {
  readonly stores: Stores;
  readonly actions: Actions;
  readonly commands: readonly Command[];
  readonly palette: PaletteStore;
  readonly loop: LoopStore;
  readonly openTerminal: (machineId: string) => Promise<MessagePort>;
}

export function createWindowParts(client: StudioClient): WindowParts {
  const stores = createStores(client);
  const actions = createActions(stores);
  const palette = createPaletteStore();
  const loop = createLoopStore();
  const commands = createCommands({ stores, actions, loop, palette: { show: () => palette.getState().toggle() } });
  return { stores, actions, commands, palette, loop, openTerminal: createOpenTerminal(client) };
}
