import { useRef, type KeyboardEvent } from 'react';
import type { Variable } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { TextInput } from '../../ui/text-input';
import type { ManifestStore } from './store';
import { useNewDefine } from './use-new-define';

interface Props {
  readonly store: ManifestStore;
  readonly variables: readonly Variable[];
}

/** Sets one more define. The name's input also takes whole defines, as make has them: `name=JSON other=JSON`. */
export function AddDefine({ store, variables }: Props) {
  const valueInput = useRef<HTMLInputElement>(null);
  const { name, value, problem, suggestions, setName, setValue, choose, add } = useNewDefine(store, variables);
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
      <Suggestions
        names={suggestions}
        onChoose={(chosen) => {
          choose(chosen);
          valueInput.current?.focus();
        }}
      />
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
