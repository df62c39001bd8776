import { useState } from 'react';
import { useStore } from 'zustand';
import type { Defines } from '../../../shared/manifest/types';
import { Checkbox } from '../../ui/checkbox';
import { Dialog } from '../../ui/dialog';
import { DefineChangesList } from './define-changes-list';
import { DefineDialogButtons } from './define-dialog-buttons';
import './dialogs.css';
import { readLine, type PastedLine } from './paste-line';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly onClose: () => void;
}

/** Takes over a line from a shell: its target and its defines, after showing what would change. */
export function PasteLineDialog({ store, onClose }: Props) {
  const [text, setText] = useState(() => store.getState().pastedLine);
  const [keeps, setKeeps] = useState(true);
  const defines = useStore(store, (state) => state.defines);
  const current = useStore(store, (state) => state.target);
  const workspace = useStore(store, (state) => state.workspace);
  const line = readLine(text, workspace?.targets ?? [], current);
  const apply = async () => {
    if (line?.kind !== 'line') return;
    onClose();
    await store.getState().applyLine(line.target, line.defines, keeps ? 'merge' : 'replace');
  };
  return (
    <Dialog
      title="Paste a line"
      onClose={onClose}
      footer={
        <DefineDialogButtons
          verb={'Apply'}
          problem={line?.kind === 'line' ? undefined : (line?.message ?? 'Paste a line first.')}
          onDone={() => void apply()}
          onCancel={onClose}
        />
      }
    >
      <div className="form-dialog">
        <textarea
          className="form-text mono"
          rows={4}
          autoFocus
          value={text}
          aria-label="Line"
          aria-invalid={line?.kind === 'problem'}
          placeholder={`make NAME.qcow2 DEFINES='extra_rpms=["curl"]'`}
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        {line === undefined && (
          <p className="compose-dim">
            A line for make, osbuild-mpp or the studio’s command line, or the defines alone.
          </p>
        )}
        {line?.kind === 'problem' && (
          <p className="form-problem" role="alert">
            {line.message}
          </p>
        )}
        {line?.kind === 'line' && (
          <LinePreview line={line} chosen={current} defines={defines} keeps={keeps} onKeeps={setKeeps} />
        )}
      </div>
    </Dialog>
  );
}

interface PreviewProps {
  readonly line: Extract<PastedLine, { kind: 'line' }>;
  /** Name of the chosen target. */
  readonly chosen: string | undefined;
  readonly defines: Defines;
  readonly keeps: boolean;
  readonly onKeeps: (keeps: boolean) => void;
}

/** What applying the line would change. The defines of another target are not known before it is chosen. */
function LinePreview({ line, chosen, defines, keeps, onKeeps }: PreviewProps) {
  const switches = line.target !== undefined && line.target !== chosen;
  return (
    <>
      {line.target !== undefined && (
        <p role="status">
          {switches ? 'Goes to ' : 'For '}
          <b className="mono">{line.target}</b>
          {switches ? '.' : ', which is chosen.'}
        </p>
      )}
      {line.notes.map((note) => (
        <p key={note} className="compose-dim">
          {note}
        </p>
      ))}
      <Checkbox checked={keeps} onChange={onKeeps} label="Keep the other defines of the target" />
      <DefineChangesList
        before={switches ? {} : defines}
        after={switches || !keeps ? line.defines : { ...defines, ...line.defines }}
      />
    </>
  );
}
