import type { ReactNode } from 'react';
import type { Problem } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { valueText } from './define-fields';
import type { FormField } from './define-form-fields';
import { OriginLink, type OpenFile } from './origin-link';
import { keyWords, passwordWords } from './password-hash';
import type { ManifestStore } from './store';
import { SuggestionButton } from './suggestion-button';

interface Props {
  readonly store: ManifestStore;
  readonly field: FormField;
  /** Those of this define. */
  readonly problems: readonly Problem[];
  readonly onOpenFile: OpenFile;
  /** Beside its name. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** A define: its name, its value, where the value comes from, and what is wrong with it. */
export function DefineField({ store, field, problems, onOpenFile, end, children }: Props) {
  const { name, isSet, isKnown, hint } = field;
  return (
    <section className="define" aria-label={name} data-set={isSet || undefined}>
      <div className="define-head">
        <span className="define-name mono compose-ellipsis" title={hint === undefined ? name : `${name}\n${hint}`}>
          {name}
        </span>
        {!isSet && <OriginLink short file={field.file} line={field.line} onOpenFile={onOpenFile} />}
        <span className="define-end">
          {end}
          {isSet && (
            <Button
              variant="ghost"
              icon={isKnown ? 'undo' : 'close'}
              title={isKnown ? `Use the manifest's own ${name}` : `Remove ${name}`}
              onClick={() => void store.getState().removeDefine(name)}
            />
          )}
        </span>
      </div>
      {children}
      {isSet && <SetByYou field={field} onOpenFile={onOpenFile} />}
      {problems.map((problem) => (
        <div key={problem.message} className="define-problem" data-severity={problem.severity} role="alert">
          <p>{problem.message}</p>
          {problem.hint !== undefined && <p className="compose-dim">{problem.hint}</p>}
          <SuggestionButton store={store} problem={problem} />
        </div>
      ))}
    </section>
  );
}

/** What the value would be without the define, and where that is written. */
function SetByYou({ field, onOpenFile }: { readonly field: FormField; readonly onOpenFile: OpenFile }) {
  const { file, line, base } = field;
  const text = base && baseWords(field);
  return (
    <div className="define-origin">
      <span className="define-set-mark">set by you</span>
      {text !== undefined && <span className="compose-ellipsis" title={`Default: ${text}`}>{`· default ${text}`}</span>}
      <OriginLink short file={file} line={line} onOpenFile={onOpenFile} />
    </div>
  );
}

function baseWords({ kind, base }: FormField): string {
  if (kind === 'password') return passwordWords(base?.value).words;
  if (kind === 'ssh-key') return keyWords(base?.value);
  const text = valueText(base?.value);
  return text === '' ? 'empty' : text;
}
