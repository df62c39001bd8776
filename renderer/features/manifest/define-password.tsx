import { useState } from 'react';
import { Button } from '../../ui/button';
import type { FormField } from './define-form-fields';
import { keyWords, passwordWords } from './password-hash';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly field: FormField;
  readonly kind: 'password' | 'ssh-key';
}

/** A password or a key in words, and the way to change it. The text itself is shown only when it is asked for. */
export function DefinePassword({ store, field, kind }: Props) {
  const [shown, setShown] = useState(false);
  const { name, value } = field;
  const text = typeof value === 'string' ? value : '';
  const words = kind === 'password' ? passwordWords(value) : undefined;
  const { showSheet, setDefine } = store.getState();
  return (
    <div className="define-secret">
      <p className="define-secret-words" data-kind={words?.kind}>
        {words?.words ?? (value === undefined ? 'Known when the target has been resolved' : keyWords(value))}
      </p>
      <div className="define-secret-actions">
        <Button onClick={() => showSheet({ kind, define: name })}>
          {kind === 'password' ? 'Set password…' : 'Choose key…'}
        </Button>
        {kind === 'password' && words?.kind !== 'locked' && (
          <Button title="Lock: no password works then, a key still does" onClick={() => void setDefine(name, '!')}>
            Remove password
          </Button>
        )}
        {kind === 'ssh-key' && text !== '' && <Button onClick={() => void setDefine(name, '')}>Remove key</Button>}
        {text !== '' && text !== '!' && (
          <Button variant="ghost" pressed={shown} onClick={() => setShown(!shown)}>
            {shown ? 'Hide' : kind === 'password' ? 'Show hash' : 'Show'}
          </Button>
        )}
      </div>
      {shown && text !== '' && <code className="define-secret-text">{text}</code>}
    </div>
  );
}
