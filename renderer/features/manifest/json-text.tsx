import { openSearchPanel } from '@codemirror/search';
import { EditorState } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { useEffect, useRef, useState } from 'react';
import type { Origin } from '../../../shared/manifest/types';
import { changesBetween } from './document-merge';
import { jsonExtensions } from './json-extensions';
import { originAt, pointerAtLine } from './json-pointer';
import { OriginLink } from './origin-link';
import { reasonWords } from './reason-words';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly text: string;
  readonly origins: Readonly<Record<string, Origin>>;
  /** Each time it grows the search opens. */
  readonly search: number;
}

/** JSON of any size: only the lines in sight are in the document. The line of the cursor says where it comes from. */
export function JsonText({ store, text, origins, search }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const [pointer, setPointer] = useState<string>();
  const begin = useRef(text);
  useEffect(() => {
    if (!box.current) return;
    const follow = EditorView.updateListener.of(({ state, selectionSet }) => {
      if (!selectionSet) return;
      const line = state.doc.lineAt(state.selection.main.head).number;
      setPointer(pointerAtLine((number) => state.doc.line(number).text, line));
    });
    const created = new EditorView({
      parent: box.current,
      state: EditorState.create({ doc: begin.current, extensions: [jsonExtensions('Resolved manifest'), follow] }),
    });
    view.current = created;
    return () => created.destroy();
  }, []);
  useEffect(() => {
    const shown = view.current;
    if (!shown) return;
    const before = shown.state.doc.toString();
    // What stays the same keeps its place: no jump after an edit.
    if (before !== text) shown.dispatch({ changes: changesBetween(before, text) });
  }, [text]);
  useEffect(() => {
    if (search > 0 && view.current) openSearchPanel(view.current);
  }, [search]);
  const origin = pointer === undefined ? undefined : originAt(origins, pointer);
  const why = origin?.reasons.at(-1);
  return (
    <>
      <div className="file-view" ref={box} />
      <div className="resolved-foot">
        {pointer === undefined ? (
          <span className="compose-dim">Click a line to see where it comes from</span>
        ) : (
          <>
            <span className="mono compose-ellipsis" title={pointer}>
              {pointer === '' ? 'the manifest' : pointer}
            </span>
            <span className="resolved-tools compose-ellipsis">
              {why && <span className="compose-dim compose-ellipsis">{reasonWords(why)}</span>}
              {origin ? (
                <OriginLink
                  file={origin.place.file}
                  line={origin.place.line}
                  column={origin.place.column}
                  onOpenFile={store.getState().openFile}
                />
              ) : (
                <span className="compose-dim">its place is not known</span>
              )}
            </span>
          </>
        )}
      </div>
    </>
  );
}
