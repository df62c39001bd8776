import { useEffect, useState } from 'react';
import type { Commit } from '../../../shared/history/types';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { ErrorNotice } from '../../ui/error-notice';
import { formatShortDate, shortChecksum } from '../../ui/format';
import { Select } from '../../ui/select';
import { Spinner } from '../../ui/spinner';
import { TextInput } from '../../ui/text-input';
import { NewJobField } from './new-job-field';
import { NewJobForm } from './new-job-form';
import { useRepository } from './new-job-repository';
import type { BuildsStore } from './store';

/** Stands for no commit: the delta then holds everything. */
const NOTHING = '';

export function commitLabel(commit: Commit): string {
  const name = commit.version ?? commit.subject;
  return [shortChecksum(commit.checksum), name, formatShortDate(commit.timestamp * 1000), ...commit.refs]
    .filter(Boolean)
    .join(' · ');
}

/** The commit before, where the repository has it; else nothing. */
export function parentHere(commits: readonly Commit[], checksum: string): string {
  const parent = commits.find((commit) => commit.checksum === checksum)?.parent;
  return commits.some((commit) => commit.checksum === parent) ? (parent ?? NOTHING) : NOTHING;
}

/** Asks from which commit to which one a static delta leads, and whether it is a file of its own. */
export function NewJobDelta({ store }: { readonly store: BuildsStore }) {
  const read = useRepository(store);
  const { commits } = read;
  const [to, setTo] = useState('');
  const [from, setFrom] = useState(NOTHING);
  const [isFile, setFile] = useState(false);
  const [file, setPath] = useState('');
  useEffect(() => {
    const newest = (commits.find((commit) => commit.refs.length > 0) ?? commits[0])?.checksum ?? '';
    setTo(newest);
    setFrom(parentHere(commits, newest));
  }, [commits]);
  const problem =
    read.problem ??
    (commits.length === 0
      ? 'The repository has no commits.'
      : from === to
        ? 'A delta leads from one commit to another.'
        : isFile && !file.startsWith('/')
          ? 'Name the file with its whole path.'
          : undefined);
  const make = () => {
    store.getState().closeDialog();
    const request = { kind: 'delta' as const, from: from === NOTHING ? null : from, to };
    void store.getState().enqueue(isFile ? { ...request, file } : request);
  };
  const options = commits.map((commit) => ({ value: commit.checksum, label: commitLabel(commit) }));
  return (
    <NewJobForm store={store} title="Make a static delta" confirm="Make delta" problem={problem} onConfirm={make}>
      {read.error && <ErrorNotice error={read.error} />}
      {!read.error && !read.repository && <Spinner />}
      <NewJobField label="To">
        <Select
          label="To"
          value={to}
          onChange={(next) => {
            setTo(next);
            setFrom(parentHere(commits, next));
          }}
          options={options}
        />
      </NewJobField>
      <NewJobField
        label="From"
        note={from === NOTHING ? 'Machines without any commit can use it; it is as large as the image.' : undefined}
      >
        <Select
          label="From"
          value={from}
          onChange={setFrom}
          options={[{ value: NOTHING, label: 'Nothing: a complete delta' }, ...options]}
        />
      </NewJobField>
      <Checkbox checked={isFile} onChange={setFile} label="As one file, for machines without a network" />
      {isFile && <FileField store={store} file={file} to={to} onChange={setPath} />}
    </NewJobForm>
  );
}

interface FileProps {
  readonly store: BuildsStore;
  readonly file: string;
  readonly to: string;
  readonly onChange: (path: string) => void;
}

function FileField({ store, file, to, onChange }: FileProps) {
  const choose = async () => {
    const path = await store.getState().chooseFile('Write the delta to', `${shortChecksum(to)}.delta`);
    if (path !== undefined) onChange(path);
  };
  return (
    <NewJobField label="File" note="A file that is there already is not replaced.">
      <div className="job-field-row">
        <TextInput mono value={file} onChange={onChange} label="File" placeholder="/srv/updates/next.delta" />
        <Button onClick={() => void choose()}>Choose…</Button>
      </div>
    </NewJobField>
  );
}
