import { useState } from 'react';
import type { WorkspaceRepository } from '../../../shared/packages/types';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { TextInput } from '../../ui/text-input';

interface Props {
  readonly repository: WorkspaceRepository;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onChange: (repository: WorkspaceRepository) => void;
  readonly onMove: (by: number) => void;
  readonly onRemove: () => void;
}

/** One repository: its name, its address, and what it has to prove. */
export function RepositoryEditor(props: Props) {
  const { repository, onChange } = props;
  const { id, gpgKey, folder } = repository;
  const [hasKey, setHasKey] = useState(gpgKey !== undefined);
  const { gpgKey: _key, ...unsigned } = repository;
  return (
    <fieldset className="repository-editor" aria-label={`Repository ${id}`}>
      <Fields {...props} />
      <div className="repository-more">
        <Checkbox
          label="Must be signed by a key"
          checked={hasKey}
          onChange={(next) => {
            setHasKey(next);
            onChange(next ? { ...repository, gpgKey: '' } : unsigned);
          }}
        />
        {folder && <span className="packages-dim">A folder of RPMs: it is indexed again when its files change.</span>}
      </div>
      {hasKey && (
        <textarea
          className="repository-key mono"
          aria-label={`Key of ${id}`}
          rows={4}
          spellCheck={false}
          placeholder="-----BEGIN PGP PUBLIC KEY BLOCK-----"
          value={gpgKey ?? ''}
          onChange={(event) => onChange({ ...repository, gpgKey: event.target.value })}
        />
      )}
    </fieldset>
  );
}

function Fields({ repository, isFirst, isLast, onChange, onMove, onRemove }: Props) {
  const { id, baseurl, enabled, priority } = repository;
  const { priority: _priority, ...unranked } = repository;
  const rank = (text: string) => {
    const number = Number.parseInt(text, 10);
    onChange(
      Number.isInteger(number) && number > 0 && number < 10_000 ? { ...repository, priority: number } : unranked,
    );
  };
  return (
    <div className="repository-fields">
      <Checkbox
        bare
        label={`Use ${id}`}
        checked={enabled}
        onChange={(next) => onChange({ ...repository, enabled: next })}
      />
      <TextInput
        mono
        value={id}
        label="Id"
        placeholder="id"
        onChange={(next) => onChange({ ...repository, id: next.trim() })}
      />
      <TextInput
        mono
        value={baseurl}
        label="Address"
        placeholder="https://… or a folder of the workspace"
        onChange={(next) => onChange({ ...repository, baseurl: next.trim() })}
      />
      <TextInput
        value={priority === undefined ? '' : String(priority)}
        label="Priority: the smaller, the more it counts; 99 if it is empty"
        placeholder="99"
        onChange={rank}
      />
      <span className="packages-actions">
        <Button
          variant="ghost"
          icon="chevron-up"
          title={`Move ${id} up`}
          disabled={isFirst}
          onClick={() => onMove(-1)}
        />
        <Button
          variant="ghost"
          icon="chevron-down"
          title={`Move ${id} down`}
          disabled={isLast}
          onClick={() => onMove(1)}
        />
        <Button variant="ghost" icon="close" title={`Remove ${id}`} onClick={onRemove} />
      </span>
    </div>
  );
}
