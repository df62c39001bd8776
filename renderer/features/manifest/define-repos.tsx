import { useState } from 'react';
import { Button } from '../../ui/button';
import { TextInput } from '../../ui/text-input';

interface Props {
  readonly name: string;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
}
/** Fields that the rows do not show stay as they are. */
type Repo = Readonly<Record<string, unknown>>;

/** Repositories as rows: id, address and priority, each checked as it is typed. */
export function DefineRepos({ name, value, onChange }: Props) {
  const saved = Array.isArray(value) ? (value as readonly Repo[]) : [];
  // What is not complete yet is not a repository: it is kept here until it is.
  const [draft, setDraft] = useState<{ from: unknown; rows: readonly Repo[] }>();
  const rows = draft && draft.from === value ? draft.rows : saved;
  const edit = (next: readonly Repo[]) => setDraft({ from: value, rows: next });
  const commit = () => {
    if (!draft || draft.from !== value || rows.some((row) => repoProblem(row, rows) !== undefined)) return;
    setDraft(undefined);
    if (JSON.stringify(rows) !== JSON.stringify(saved)) onChange(rows);
  };
  const change = (index: number, field: string, text: string) =>
    edit(rows.map((row, at) => (at === index ? withField(row, field, text) : row)));
  const remove = (index: number) => {
    const next = rows.filter((_row, at) => at !== index);
    const complete = next.every((row) => repoProblem(row, next) === undefined);
    if (complete && JSON.stringify(next) !== JSON.stringify(saved)) onChange(next);
    edit(next);
  };
  return (
    <div className="define-repos" onBlur={commit}>
      {rows.map((row, index) => (
        <RepoRow
          key={index}
          label={`${name} ${index + 1}`}
          row={row}
          problem={repoProblem(row, rows)}
          onField={(field, text) => change(index, field, text)}
          onEnter={commit}
          onRemove={() => remove(index)}
        />
      ))}
      <Button icon="plus" onClick={() => edit([...rows, { id: '', baseurl: '' }])}>
        Add a repository
      </Button>
    </div>
  );
}

interface RowProps {
  readonly label: string;
  readonly row: Repo;
  readonly problem: string | undefined;
  readonly onField: (field: string, text: string) => void;
  readonly onEnter: () => void;
  readonly onRemove: () => void;
}

function RepoRow({ label, row, problem, onField, onEnter, onRemove }: RowProps) {
  const input = (field: string, placeholder: string, words: string) => (
    <TextInput
      mono
      label={`${words} of ${label}`}
      placeholder={placeholder}
      value={textOf(row[field])}
      onChange={(text) => onField(field, text)}
      onKeyDown={(event) => {
        if (event.key === 'Enter') onEnter();
      }}
    />
  );
  return (
    <div className="define-repo" role="group" aria-label={label}>
      <div className="define-repo-row">
        {input('id', 'id', 'Id')}
        {input('priority', 'priority', 'Priority')}
        <Button
          variant="ghost"
          icon="trash"
          title={`Remove ${textOf(row['id']) || 'this repository'}`}
          onClick={onRemove}
        />
      </div>
      {input('baseurl', 'https://… or file:///…', 'Address')}
      {problem !== undefined && <p className="define-inline-problem">{problem}</p>}
    </div>
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

function withField(row: Repo, field: string, text: string): Repo {
  if (field !== 'priority') return { ...row, [field]: text.trim() };
  const { priority: _before, ...rest } = row;
  if (text.trim() === '') return rest;
  return { ...rest, priority: /^\d+$/.test(text.trim()) ? Number(text) : text };
}

/** Why a row is no repository yet. */
export function repoProblem(row: Repo, all: readonly Repo[]): string | undefined {
  const id = textOf(row['id']);
  if (id === '') return 'It needs an id.';
  if (!/^[\w.:+-]+$/.test(id)) return 'An id has letters, digits, dots, dashes and underscores.';
  if (all.filter((other) => other['id'] === id).length > 1) return 'Another one has this id.';
  const address = ['baseurl', 'metalink', 'mirrorlist'].map((field) => textOf(row[field])).find((text) => text !== '');
  if (address === undefined) return 'It needs an address.';
  if (!/^(https?|file|ftp):\/\/\S+$/.test(address) && !address.includes('$'))
    return 'An address begins with https://, http:// or file://.';
  const { priority } = row;
  if (priority !== undefined && !(typeof priority === 'number' && priority >= 1 && priority <= 99))
    return 'A priority is a number from 1 to 99; lower ones win.';
  return undefined;
}
