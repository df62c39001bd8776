import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { MergeView as CodeMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import { changesBetween } from './document-merge';
import { languageOf } from './editor-language';
import { editorTheme } from './editor-theme';
import './merge-view.css';
import { DIFF } from './review-files';

interface Props {
  /** Names the file's language. */
  readonly path: string;
  /** The left text, read only. */
  readonly before: string;
  readonly after: string;
  /** What the two are, for those who do not see left and right. */
  readonly labels: readonly [before: string, after: string];
  /** The right text can be edited, and each of its changes taken back. Without it both are read only. */
  readonly onEdit?: (after: string) => void;
  /** What taking a change back is called. */
  readonly revert?: string;
}

/** Two texts side by side with what differs; equal stretches are folded. */
export function MergeView({ path, before, after, labels, onEdit, revert = 'Revert this change' }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const view = useRef<CodeMergeView>(undefined);
  const tell = useRef(onEdit);
  const latest = useRef(after);
  tell.current = onEdit;
  latest.current = after;
  const editable = onEdit !== undefined;
  const [left, right] = labels;
  useEffect(() => {
    if (!box.current) return;
    const edited = EditorView.updateListener.of((update) => {
      if (update.docChanged) tell.current?.(update.state.doc.toString());
    });
    const created = new CodeMergeView({
      parent: box.current,
      a: { doc: before, extensions: [look(path, `${left}: ${path}`), readOnly] },
      b: {
        doc: latest.current,
        extensions: [
          look(path, `${right}: ${path}`),
          editable ? [history(), keymap.of(historyKeymap), edited] : readOnly,
        ],
      },
      ...(editable ? { revertControls: 'a-to-b' as const, renderRevertControl: () => revertButton(revert) } : {}),
      collapseUnchanged: { margin: 3, minSize: 8 },
      gutter: true,
      diffConfig: DIFF,
    });
    view.current = created;
    return () => created.destroy();
  }, [path, before, left, right, editable, revert]);
  useEffect(() => {
    const editor = view.current?.b;
    const changes = editor ? changesBetween(editor.state.doc.toString(), after) : [];
    if (changes.length > 0) editor?.dispatch({ changes });
  }, [after]);
  return (
    <div className="merge">
      <div className="merge-heads" data-reverts={editable || undefined} aria-hidden="true">
        <span>{left}</span>
        <span>{right}</span>
      </div>
      <div className="merge-box" ref={box} />
    </div>
  );
}

const readOnly = [EditorState.readOnly.of(true), EditorView.editable.of(false)];

function look(path: string, label: string): Extension {
  return [
    lineNumbers(),
    editorTheme,
    languageOf(path),
    keymap.of(defaultKeymap.filter(({ key }) => key !== 'Mod-Enter')),
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
  ];
}

function revertButton(title: string): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'merge-revert';
  button.title = title;
  button.setAttribute('aria-label', title);
  button.textContent = '→';
  return button;
}
