import { useRef, useState, type KeyboardEvent } from 'react';
import { toWire } from '../../../shared/errors';
import type { Variable } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { TextInput } from '../../ui/text-input';
import { parseLine, parseValue, suggestNames, valueText } from './define-fields';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly variables: readonly Variable[];
}

/** Sets one more define. The name's input also takes whole defines, as make has them: `name=JSON other=JSON`. */
export function AddDefine({ store, variables }: Props) {
  const [name, setName] = useState('');
  const [value, setValue] = useState('');
  const [problem, setProblem] = useState<string>();
  const valueInput = useRef<HTMLInputElement>(null);
  const suggestions = suggestNames(
    name,
    variables.map((variable) => variable.name),
  );
  const valueOf = (known: string) => variables.find((variable) => variable.name === known)?.value;
  const choose = (chosen: string) => {
    setName(chosen);
    setProblem(undefined);
    setValue(valueText(valueOf(chosen)));
    valueInput.current?.focus();
    valueInput.current?.select();
  };
  const add = () => {
    const trimmed = name.trim();
    if (trimmed === '') return;
    try {
      const more = /[\s=]/.test(trimmed) ? parseLine(trimmed) : { [trimmed]: parseValue(value, valueOf(trimmed)) };
      void store.getState().setDefines({ ...store.getState().defines, ...more });
      setName('');
      setValue('');
      setProblem(undefined);
    } catch (thrown) {
      const error = toWire(thrown);
      setProblem([error.message, error.hint].filter(Boolean).join(' '));
    }
  };
  const onEnter = (event: KeyboardEvent) => {
    if (event.key === 'Enter') add();
  };
  return (
    <section className="define-add" aria-label="Add a define">
      <div className="define-add-row">
        <TextInput
          mono
          label="Name of the define"
          placeholder="name"
          value={name}
          onChange={setName}
          onKeyDown={onEnter}
        />
        <TextInput
          mono
          ref={valueInput}
          label="Value of the define"
          placeholder="text or JSON"
          value={value}
          onChange={setValue}
          onKeyDown={onEnter}
        />
        <Button disabled={name.trim() === ''} title="Set this define for the target" onClick={add}>
          Add
        </Button>
      </div>
      {problem !== undefined && (
        <p className="define-add-problem" role="alert">
          {problem}
        </p>
      )}
      <Suggestions names={suggestions} onChoose={choose} />
    </section>
  );
}

function Suggestions({ names, onChoose }: { names: readonly string[]; onChoose: (name: string) => void }) {
  if (names.length === 0) return null;
  return (
    <ul className="suggestions" aria-label="Known variables">
      {names.map((name) => (
        <li key={name}>
          <button type="button" className="item mono" onClick={() => onChoose(name)}>
            {name}
          </button>
        </li>
      ))}
    </ul>
  );
}
