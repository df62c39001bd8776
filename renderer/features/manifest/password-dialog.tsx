import { useState } from 'react';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { Dialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/error-notice';
import { Select } from '../../ui/select';
import type { WireError } from '../../../shared/errors';
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
  const differs = again !== '' && !password.startsWith(again) && password !== again;
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
  const onEnter = () => void set();
  return (
    <Dialog
      title={`Password for ${define}`}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            variant="primary"
            disabled={problem !== undefined || isBusy}
            {...(problem === undefined ? {} : { title: problem })}
            onClick={onEnter}
          >
            {isBusy ? 'Hashing…' : 'Set password'}
          </Button>
        </>
      }
    >
      <div className="form-dialog">
        <div className="form-row">
          <span className="form-label">Password</span>
          <PasswordInput
            label="Password"
            value={password}
            shown={shown}
            autoFocus
            onChange={setPassword}
            onEnter={onEnter}
          />
        </div>
        {!shown && (
          <div className="form-row">
            <span className="form-label">Again</span>
            <PasswordInput
              label="Password again"
              value={again}
              shown={false}
              invalid={differs}
              onChange={setAgain}
              onEnter={onEnter}
            />
          </div>
        )}
        <div className="form-row">
          <span className="form-label">Method</span>
          <Select<HashMethod>
            label="How it is hashed"
            value={method}
            onChange={setMethod}
            options={[
              { value: 'yescrypt', label: 'yescrypt (today’s default)' },
              { value: 'sha512-crypt', label: 'sha512-crypt (understood everywhere)' },
            ]}
          />
          <Checkbox checked={shown} onChange={setShown} label="Show" />
        </div>
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
