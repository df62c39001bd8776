import type { ReactNode } from 'react';
import type { Problem } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { MAIN_DEFINES, type Field } from './define-fields';
import { OriginLink, type OpenFile } from './origin-link';
import type { ManifestStore } from './store';
import { SuggestionButton } from './suggestion-button';

interface Props {
  readonly store: ManifestStore;
  readonly field: Field;
  /** Those of this define. */
  readonly problems: readonly Problem[];
  readonly onOpenFile: OpenFile;
  /** Beside its name. */
  readonly end?: ReactNode;
  readonly children: ReactNode;
}

/** A define: its name, its value, where the value comes from, and what is wrong with it. */
export function DefineField({ store, field, problems, onOpenFile, end, children }: Props) {
  const { name, isSet } = field;
  const isKnown = (MAIN_DEFINES as readonly string[]).includes(name) || field.file !== undefined;
  return (
    <section className="define" aria-label={name} data-set={isSet || undefined}>
      <div className="define-head">
        <span className="define-name mono compose-ellipsis" title={name}>
          {name}
        </span>
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
      {(isSet || field.file !== undefined) && (
        <div className="define-origin">
          <span>{isSet ? 'set for this target' : 'from the manifest,'}</span>
          {!isSet && <OriginLink file={field.file} line={field.line} onOpenFile={onOpenFile} />}
        </div>
      )}
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
