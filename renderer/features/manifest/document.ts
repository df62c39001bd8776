/** Files of the workspace that were opened, with their edits. */
import type { WireError } from '../../../shared/errors';

export type Document =
  { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly error: WireError } | OpenDocument;

export interface OpenDocument {
  readonly kind: 'open';
  /** As on disk when it was read or written last, and its hash. */
  readonly saved: string;
  readonly hash: string;
  /** As edited. */
  readonly text: string;
  readonly saving: boolean;
  /** What happened to the file on disk since and is not settled: written over in the same lines, or taken away. */
  readonly disk:
    { readonly kind: 'changed'; readonly text: string; readonly hash: string } | { readonly kind: 'gone' } | undefined;
}

export type Documents = ReadonlyMap<string, Document>;

/** True if the file was edited and not saved. */
export function isDirty(document: Document | undefined): boolean {
  return document?.kind === 'open' && document.text !== document.saved;
}

/** Edited files with their documents, in the order in which they were opened. */
export function dirtyDocuments(documents: Documents): (readonly [path: string, document: OpenDocument])[] {
  return [...documents].flatMap(([path, document]) =>
    document.kind === 'open' && isDirty(document) ? [[path, document] as const] : [],
  );
}

/** Texts that are not on disk yet, by file. */
export function unsavedTexts(documents: Documents): Record<string, string> {
  return Object.fromEntries(dirtyDocuments(documents).map(([path, { text }]) => [path, text]));
}

/** The name without its folder. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
