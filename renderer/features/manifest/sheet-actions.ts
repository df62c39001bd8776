/** What lies over the editor: a comparison of texts, or a question about a file. One at a time. */
import type { SetManifest } from './store';

export type Sheet =
  /** What saving would change, file by file. */
  | { readonly kind: 'review' }
  /** A file against the last commit. */
  | { readonly kind: 'head'; readonly path: string }
  | { readonly kind: 'history'; readonly path: string }
  /** What was edited against what somebody else wrote to disk. */
  | { readonly kind: 'conflict'; readonly path: string }
  | { readonly kind: 'outline'; readonly path: string }
  | { readonly kind: 'new-file' };

export interface SheetState {
  readonly sheet: Sheet | undefined;
  showSheet(sheet: Sheet): void;
  closeSheet(): void;
}

export const EMPTY_SHEET: Pick<SheetState, 'sheet'> = { sheet: undefined };

export function sheetActions(set: SetManifest): Omit<SheetState, 'sheet'> {
  return { showSheet: (sheet) => set({ sheet }), closeSheet: () => set({ sheet: undefined }) };
}
