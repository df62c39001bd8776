import { foldGutter, foldKeymap } from '@codemirror/language';
import { yaml } from '@codemirror/lang-yaml';
import { highlightSelectionMatches, openSearchPanel, search, searchKeymap } from '@codemirror/search';
import { EditorState, type Extension } from '@codemirror/state';
import { drawSelection, EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useMemo, useRef } from 'react';
import { Button } from '../../ui/button';
import { formatBytes } from '../../ui/format';
import { useCopy } from '../../ui/use-copy';
import { editorTheme } from './editor-theme';

/** JSON is YAML as far as colours go. */
const extensions: Extension = [
  lineNumbers(),
  foldGutter(),
  drawSelection(),
  search({ top: true }),
  highlightSelectionMatches(),
  yaml(),
  editorTheme,
  EditorState.readOnly.of(true),
  EditorView.contentAttributes.of({ 'aria-label': 'Resolved manifest', tabindex: '0' }),
  keymap.of([...searchKeymap, ...foldKeymap]),
];

/** A value as JSON of any size: only the lines in sight are in the document. */
export function JsonView({ value }: { readonly value: unknown }) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const text = useMemo(() => JSON.stringify(value, null, 2), [value]);
  const copy = useCopy();
  useEffect(() => {
    if (!box.current) return;
    const created = new EditorView({ parent: box.current, state: EditorState.create({ doc: text, extensions }) });
    view.current = created;
    return () => created.destroy();
  }, [text]);
  return (
    <>
      <div className="resolved-bar">
        <span className="compose-dim">{`osbuild manifest, version 2 · ${formatBytes(text.length)}`}</span>
        <span className="resolved-tools">
          <Button
            icon="search"
            title="Search (Ctrl F)"
            onClick={() => {
              if (view.current) openSearchPanel(view.current);
            }}
          >
            Search
          </Button>
          <Button icon="copy" title="Copy the whole manifest" onClick={() => copy(text, 'Manifest copied')}>
            Copy
          </Button>
        </span>
      </div>
      <div className="file-view" ref={box} />
    </>
  );
}
