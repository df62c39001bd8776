import { useState } from 'react';
import type { BuildRequestInput } from '../../../shared/builds/types';
import { Button } from '../../ui/button';
import { Select } from '../../ui/select';
import { TextInput } from '../../ui/text-input';
import { NewJobField } from './new-job-field';
import { NewJobForm } from './new-job-form';
import { keepValues, keptValues, PullValues } from './new-job-values';
import type { BuildsStore } from './store';

const DEPTHS = [
  { value: '0', label: 'Only the newest commit of each ref' },
  { value: '1', label: 'One parent too' },
  { value: '5', label: 'Five parents too' },
  { value: '-1', label: 'All parents' },
];

const TRUSTS: readonly { value: PullValues['trust']; label: string }[] = [
  { value: 'unset', label: 'Choose who vouches for it' },
  { value: 'gpg', label: 'Signed by a key of this key ring' },
  { value: 'none', label: 'Not verified: I trust this source' },
];

/** Why this cannot be pulled; empty while nothing was typed yet. */
export function pullProblem(values: PullValues): string | undefined {
  const url = values.url.trim();
  if (url === '') return '';
  if (!/^(?:https?:\/\/[^/\s]|file:\/\/\/)\S*$/.test(url))
    return 'An address begins with http://, https:// or file:///.';
  const bad = refsOf(values.refs).find((ref) => !/^[\w.-][\w./-]*$/.test(ref));
  if (bad !== undefined) return `'${bad}' is no name of a ref.`;
  if (values.trust === 'unset') return 'Say who vouches for what is pulled.';
  if (values.trust === 'gpg' && !values.keyring.trim().startsWith('/')) return 'Name the key ring with its whole path.';
  return undefined;
}

export function pullRequest(values: PullValues): BuildRequestInput {
  return {
    kind: 'pull',
    url: values.url.trim(),
    refs: refsOf(values.refs),
    depth: Number(values.depth),
    trust: values.trust === 'gpg' ? { kind: 'gpg', keyring: values.keyring.trim() } : { kind: 'none' },
  };
}

function refsOf(text: string): string[] {
  return [...new Set(text.split(/[\s,]+/).filter(Boolean))];
}

/** Asks what to pull from which repository, and who vouches for it. */
export function NewJobPull({ store }: { readonly store: BuildsStore }) {
  const [values, setValues] = useState(() => keptValues('pull', PullValues));
  const set = (change: Partial<PullValues>) => setValues({ ...values, ...change });
  const pull = () => {
    keepValues('pull', values);
    store.getState().closeDialog();
    void store.getState().enqueue(pullRequest(values));
  };
  return (
    <NewJobForm
      store={store}
      title="Pull from a remote repository"
      confirm="Pull"
      problem={pullProblem(values)}
      onConfirm={pull}
    >
      <NewJobField label="Address">
        <TextInput
          mono
          value={values.url}
          onChange={(url) => set({ url })}
          label="Address"
          placeholder="https://example.org/repo or file:///srv/repo"
        />
      </NewJobField>
      <NewJobField label="Refs" note="Separated by spaces. None: every ref that its summary lists.">
        <TextInput mono value={values.refs} onChange={(refs) => set({ refs })} label="Refs" placeholder="all" />
      </NewJobField>
      <NewJobField label="Parents">
        <Select value={values.depth} onChange={(depth) => set({ depth })} label="Parents" options={DEPTHS} />
      </NewJobField>
      <Trust store={store} values={values} set={set} />
    </NewJobForm>
  );
}

interface TrustProps {
  readonly store: BuildsStore;
  readonly values: PullValues;
  readonly set: (change: Partial<PullValues>) => void;
}

function Trust({ store, values, set }: TrustProps) {
  const choose = async () => {
    const keyring = await store.getState().chooseFile('Choose an OpenPGP key ring');
    if (keyring !== undefined) set({ keyring });
  };
  return (
    <>
      <NewJobField
        label="Signatures"
        note={
          values.trust === 'none'
            ? 'Whoever answers at this address can put anything into your repository.'
            : values.trust === 'gpg'
              ? 'A commit without a good signature is refused.'
              : undefined
        }
      >
        <Select value={values.trust} onChange={(trust) => set({ trust })} label="Signatures" options={TRUSTS} />
      </NewJobField>
      {values.trust === 'gpg' && (
        <NewJobField label="Key ring">
          <div className="job-field-row">
            <TextInput
              mono
              value={values.keyring}
              onChange={(keyring) => set({ keyring })}
              label="Key ring"
              placeholder="/etc/pki/keys/vendor.gpg"
            />
            <Button onClick={() => void choose()}>Choose…</Button>
          </div>
        </NewJobField>
      )}
    </>
  );
}
