import { useState } from 'react';
import type { WireError } from '../../../shared/errors';
import { Checkbox } from '../../ui/checkbox';
import { Dialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/error-notice';
import { Select } from '../../ui/select';
import { DefineDialogButtons } from './define-dialog-buttons';
import './dialogs.css';
import type { HashMethod } from './password-hash';
import { PasswordInput } from './password-input';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  /** Name of the define that gets the hash. */
  readonly define: string;
  readonly onClose: () => void;
}

/** Hashes a password and makes the hash a define. The password itself is written nowhere. */
export function PasswordDialog({ store, define, onClose }: Props) {
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [shown, setShown] = useState(false);
  const [method, setMethod] = useState<HashMethod>('yescrypt');
  const [error, setError] = useState<WireError>();
  const [isBusy, setBusy] = useState(false);
  const differs = !shown && again !== '' && !password.startsWith(again);
  const problem =
    password === '' ? 'Type the password.' : !shown && password !== again ? 'The two are not the same.' : undefined;
  const set = async () => {
    if (problem !== undefined || isBusy) return;
    setBusy(true);
    const answer = await store.getState().hashPassword(password, method);
    setBusy(false);
    if ('error' in answer) return setError(answer.error);
    void store.getState().setDefine(define, answer.value);
    onClose();
  };
  const input = { shown, onEnter: () => void set() };
  return (
    <Dialog
      title={`Password for ${define}`}
      onClose={onClose}
      footer={
        <DefineDialogButtons
          verb={isBusy ? 'Hashing…' : 'Set password'}
          problem={problem}
          busy={isBusy}
          onDone={input.onEnter}
          onCancel={onClose}
        />
      }
    >
      <div className="form-dialog">
        <PasswordInput label="Password" value={password} autoFocus onChange={setPassword} {...input} />
        {!shown && <PasswordInput label="Again" value={again} invalid={differs} onChange={setAgain} {...input} />}
        <MethodRow method={method} onMethod={setMethod} shown={shown} onShown={setShown} />
        <p className={differs ? 'form-problem' : 'compose-dim'} role="status">
          {differs
            ? 'The two are not the same.'
            : 'Only the hash is kept, as a define of this target; it becomes a part of the image.'}
        </p>
        {error && <ErrorNotice error={error} />}
      </div>
    </Dialog>
  );
}

interface MethodProps {
  readonly method: HashMethod;
  readonly onMethod: (method: HashMethod) => void;
  readonly shown: boolean;
  readonly onShown: (shown: boolean) => void;
}

function MethodRow({ method, onMethod, shown, onShown }: MethodProps) {
  return (
    <div className="form-row">
      <span className="form-label">Method</span>
      <Select<HashMethod>
        label="How it is hashed"
        value={method}
        onChange={onMethod}
        options={[
          { value: 'yescrypt', label: 'yescrypt, the newer one' },
          { value: 'sha512-crypt', label: 'sha512-crypt, understood everywhere' },
        ]}
      />
      <Checkbox checked={shown} onChange={onShown} label="Show" />
    </div>
  );
}
