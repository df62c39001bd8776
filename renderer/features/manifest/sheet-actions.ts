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
  | { readonly kind: 'new-file' }
  | { readonly kind: 'new-image' }
  | { readonly kind: 'paste-line' }
  /** Of the define that holds it. */
  | { readonly kind: 'password'; readonly define: string }
  | { readonly kind: 'ssh-key'; readonly define: string }
  | { readonly kind: 'define-set'; readonly action: 'save' | 'rename' }
  | { readonly kind: 'apply-set'; readonly name: string };

export interface SheetState {
  readonly sheet: Sheet | undefined;
  showSheet(sheet: Sheet): void;
  closeSheet(): void;
}

export const EMPTY_SHEET: Pick<SheetState, 'sheet'> = { sheet: undefined };

export function sheetActions(set: SetManifest): Omit<SheetState, 'sheet'> {
  return { showSheet: (sheet) => set({ sheet }), closeSheet: () => set({ sheet: undefined }) };
}
