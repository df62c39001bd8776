import { useEffect, useState } from 'react';
import type { WireError } from '../../../shared/errors';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/error-notice';
import { ListItem } from '../../ui/list-item';
import { DefineDialogButtons } from './define-dialog-buttons';
import './dialogs.css';
import { checkPublicKey, keyWords } from './password-hash';
import type { PublicKeyFile } from './password-actions';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  /** Name of the define that gets the key. */
  readonly define: string;
  readonly onClose: () => void;
}

/** A public SSH key: one of this user's, one from a file, or one that is pasted. */
export function PasswordKeyDialog({ store, define, onClose }: Props) {
  const current = store.getState().defines[define];
  const [text, setText] = useState(typeof current === 'string' ? current : '');
  const [error, setError] = useState<WireError>();
  const check = checkPublicKey(text);
  const problem = 'problem' in check ? check.problem : undefined;
  const set = () => {
    if ('problem' in check) return;
    void store.getState().setDefine(define, check.key);
    onClose();
  };
  const openFile = async () => {
    const answer = await store.getState().pickTextFile('A public SSH key');
    if ('error' in answer) setError(answer.error);
    else if (answer.value) {
      setError(undefined);
      setText(answer.value.text.trim());
    }
  };
  return (
    <Dialog
      title={`SSH key for ${define}`}
      onClose={onClose}
      footer={<DefineDialogButtons verb={'Set key'} problem={problem} onDone={set} onCancel={onClose} />}
    >
      <div className="form-dialog">
        <OwnKeys store={store} chosen={text} onChoose={setText} onProblem={setError} />
        <div className="form-head">
          <span className="form-label">Key</span>
          <Button icon="file" onClick={() => void openFile()}>
            From a file…
          </Button>
        </div>
        <textarea
          className="form-text mono"
          rows={4}
          value={text}
          aria-label="Public key"
          aria-invalid={text !== '' && problem !== undefined}
          placeholder="ssh-ed25519 AAAA… comment"
          spellCheck={false}
          onChange={(event) => setText(event.target.value)}
        />
        <p className={text !== '' && problem !== undefined ? 'form-problem' : 'compose-dim'} role="status">
          {text === '' ? 'One line, as it stands in a file that ends in .pub.' : (problem ?? keyWords(text))}
        </p>
        {error && <ErrorNotice error={error} />}
      </div>
    </Dialog>
  );
}

interface OwnKeysProps {
  readonly store: ManifestStore;
  readonly chosen: string;
  readonly onChoose: (text: string) => void;
  readonly onProblem: (error: WireError) => void;
}

/** The keys in this user's own folder. */
function OwnKeys({ store, chosen, onChoose, onProblem }: OwnKeysProps) {
  const [keys, setKeys] = useState<readonly PublicKeyFile[]>();
  useEffect(() => {
    void store
      .getState()
      .sshKeys()
      .then((answer) => {
        if ('error' in answer) onProblem(answer.error);
        else setKeys(answer.value);
      });
  }, [store, onProblem]);
  if (!keys) return null;
  if (keys.length === 0) return <p className="compose-dim">There are no public keys in ~/.ssh.</p>;
  return (
    <div className="form-list" role="group" aria-label="Your keys">
      {keys.map(({ path, text }) => (
        <ListItem
          key={path}
          selected={text.trim() === chosen.trim()}
          title={
            <>
              {path.slice(path.lastIndexOf('/') + 1)} <span className="compose-dim mono">{keyWords(text)}</span>
            </>
          }
          tooltip={path}
          onClick={() => onChoose(text.trim())}
        />
      ))}
    </div>
  );
}
