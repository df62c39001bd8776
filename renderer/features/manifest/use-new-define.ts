import { useState } from 'react';
import { toWire } from '../../../shared/errors';
import type { Variable } from '../../../shared/manifest/types';
import { assumedValue, parseLine, parseValue, suggestNames, valueText } from './define-fields';
import type { ManifestStore } from './store';

/** A define that is being typed: its name and value, the names that may be meant, and why it was refused. */
export function useNewDefine(store: ManifestStore, variables: readonly Variable[]) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string>();
  const valueOf = (known: string) => variables.find((variable) => variable.name === known)?.value;
  const known = variables.map((variable) => variable.name);
  return {
    ...{ name, value, problem, setName, setValue },
    suggestions: suggestNames(name, known),
    /** Takes a known variable, with the value that it has now. */
    choose(chosen: string) {
      setName(chosen);
      setValue(valueText(valueOf(chosen)));
      setProblem(undefined);
    },
    add() {
      const typed = name.trim();
      if (typed === '') return;
      try {
        const more = /[\s=]/.test(typed)
          ? parseLine(typed)
          : { [typed]: parseValue(value, valueOf(typed) ?? assumedValue(typed)) };
        const { defines, setDefines } = store.getState();
        void setDefines({ ...defines, ...more });
        setName('');
        setValue('');
        setProblem(undefined);
      } catch (thrown) {
        const error = toWire(thrown);
        setProblem([error.message, error.hint].filter(Boolean).join(' '));
      }
    },
  };
}
