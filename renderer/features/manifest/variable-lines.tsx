import type { KeyboardEvent } from 'react';
import type { Variable } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { useCopy } from '../../ui/use-copy';
import { shownText } from './define-catalog';
import { OriginLink, type OpenFile } from './origin-link';
import { originWord, SETTING_WORDS, type SettingRow, type VariableRow } from './variable-rows';

interface LineProps {
  readonly row: Extract<VariableRow, { kind: 'variable' }>;
  readonly isSet: boolean;
  readonly onToggle: () => void;
}

/** A variable: a click shows where its value comes from. */
export function VariableLine({ row, isSet, onToggle }: LineProps) {
  const { variable, open } = row;
  const text = shownText(variable.name, variable.value);
  return (
    <button
      type="button"
      className="variable"
      data-set={isSet || undefined}
      aria-expanded={open}
      title={`${variable.name} = ${cut(text)}`}
      onClick={onToggle}
      onKeyDown={toNeighbour}
    >
      <Icon name={open ? 'chevron-down' : 'chevron-right'} size={10} />
      <span className="variable-name mono compose-ellipsis">{variable.name}</span>
      <span className="variable-value mono compose-ellipsis">{text === '' ? '""' : cut(text)}</span>
      <span className="variable-origin compose-ellipsis">{originWord(variable, isSet)}</span>
    </button>
  );
}

/** The arrow keys go from variable to variable. */
function toNeighbour(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const all = [...(event.currentTarget.closest('ul')?.querySelectorAll<HTMLElement>('button.variable') ?? [])];
  const at = all.indexOf(event.currentTarget);
  const next = all[at + (event.key === 'ArrowDown' ? 1 : -1)];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

/** One assignment: what it set. */
export function VariableSetting({ row }: { readonly row: SettingRow }) {
  const { setting, last } = row;
  const text = shownText(row.name, setting.value);
  return (
    <div className="variable-setting" data-last={last || undefined}>
      <span className="variable-kind">{SETTING_WORDS[setting.kind]}</span>
      <span className="variable-code mono compose-ellipsis" title={cut(text)}>
        {text === '' ? '""' : cut(text)}
      </span>
    </div>
  );
}

/** Where an assignment is written, and the expression that gave its value. */
export function VariablePlace({ row, onOpenFile }: { readonly row: SettingRow; readonly onOpenFile: OpenFile }) {
  const { code, place } = row.setting;
  return (
    <div className="variable-setting variable-place">
      <OriginLink short file={place?.file} line={place?.line} column={place?.column} onOpenFile={onOpenFile} />
      {code !== undefined && (
        <span className="variable-code mono compose-ellipsis" title={code}>
          {code}
        </span>
      )}
    </div>
  );
}

interface ActionsProps {
  readonly variable: Variable;
  readonly isSet: boolean;
  readonly onSet: () => void;
  readonly onReset: () => void;
}

export function VariableActions({ variable, isSet, onSet, onReset }: ActionsProps) {
  const copy = useCopy();
  const { name, value } = variable;
  return (
    <div className="variable-actions">
      {isSet ? (
        <Button title={`Use the manifest's own ${name}`} onClick={onReset}>
          Reset
        </Button>
      ) : (
        <Button title={`Set ${name} for this target`} onClick={onSet}>
          {`Set ${name}…`}
        </Button>
      )}
      <Button variant="ghost" icon="copy" onClick={() => copy(name, 'Name copied')}>
        Name
      </Button>
      <Button
        variant="ghost"
        icon="copy"
        onClick={() => copy(typeof value === 'string' ? value : JSON.stringify(value), 'Value copied')}
      >
        Value
      </Button>
    </div>
  );
}

/** A value may be a whole file: a line shows its beginning. */
function cut(text: string): string {
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
