import { useState } from 'react';
import { Button } from '../../ui/button';
import { Select } from '../../ui/select';
import { TextInput } from '../../ui/text-input';

const UNITS = { MB: 1e6, GB: 1e9, TB: 1e12 } as const;
type Unit = keyof typeof UNITS;

/** A size in the largest unit in which it is one or more. */
export function limitIn(bytes: number): { readonly text: string; readonly unit: Unit } {
  const unit: Unit = bytes >= UNITS.TB ? 'TB' : bytes >= UNITS.GB ? 'GB' : 'MB';
  return { text: String(Number((bytes / UNITS[unit]).toFixed(1))), unit };
}

/** Bytes of what was typed; undefined if it is no size. */
export function limitOf(text: string, unit: Unit): number | undefined {
  if (!/^\s*\d+(?:[.,]\d+)?\s*$/.test(text)) return undefined;
  const bytes = Math.round(Number(text.trim().replace(',', '.')) * UNITS[unit]);
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

interface Props {
  /** Bytes. */
  readonly bytes: number;
  readonly isBusy: boolean;
  readonly onSet: (bytes: number) => void;
}

/** How much the trees of stages may take; 0 keeps none. */
export function StorePanelLimit({ bytes, isBusy, onSet }: Props) {
  const own = limitIn(bytes);
  const [text, setText] = useState<string>();
  const [chosen, setUnit] = useState<Unit>();
  const unit = chosen ?? own.unit;
  const wanted = limitOf(text ?? own.text, unit);
  const isChanged = text !== undefined || chosen !== undefined;
  const set = () => {
    if (wanted === undefined || isBusy) return;
    onSet(wanted);
    setText(undefined);
    setUnit(undefined);
  };
  return (
    <div className="store-limit">
      <span>Trees of stages may take</span>
      <TextInput
        label="Limit"
        value={text ?? own.text}
        onChange={setText}
        invalid={wanted === undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter') set();
        }}
      />
      <Select<Unit>
        label="Unit of the limit"
        value={unit}
        onChange={setUnit}
        options={(['MB', 'GB', 'TB'] as const).map((value) => ({ value, label: value }))}
      />
      <Button disabled={!isChanged || wanted === undefined || isBusy} onClick={set}>
        {isBusy ? 'Setting' : 'Set'}
      </Button>
      <span className="builds-dim">{wanted === 0 ? 'Nothing is kept.' : 'The least used ones go first.'}</span>
    </div>
  );
}
