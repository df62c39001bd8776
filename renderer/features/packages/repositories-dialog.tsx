import { useState } from 'react';
import type { MirrorOverride, WorkspaceRepository } from '../../../shared/packages/types';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { Dialog } from '../../ui/dialog';
import { Group } from '../../ui/group';
import { TextInput } from '../../ui/text-input';
import { RepositoryEditor } from './repository-editor';
import { problemOfRepositories } from './repository-rules';
import type { PackagesStore } from './store';

interface Props {
  readonly store: PackagesStore;
  readonly onClose: () => void;
}

function freeId(repositories: readonly WorkspaceRepository[], base: string): string {
  const taken = new Set(repositories.map(({ id }) => id));
  for (let number = 1; ; number += 1) {
    const id = number === 1 ? base : `${base}-${number}`;
    if (!taken.has(id)) return id;
  }
}

/** The repositories and mirrors that the workspace adds: they are kept in its own file, for the whole team. */
export function RepositoriesDialog({ store, onClose }: Props) {
  const list = useRepositories(store);
  const { repositories } = list;
  const [mirrors, setMirrors] = useState(store.getState().own.mirrors);
  const [offline, setOffline] = useState(store.getState().offline);
  const [isSaving, setSaving] = useState(false);
  const problem = problemOfRepositories(repositories, mirrors);
  const save = async () => {
    setSaving(true);
    const isSaved = await store.getState().saveRepositories({ repositories, mirrors });
    if (isSaved && offline !== store.getState().offline) await store.getState().setOffline(offline);
    setSaving(false);
    onClose();
  };
  return (
    <Dialog
      wide
      title="Repositories of this workspace"
      onClose={onClose}
      footer={
        <>
          {problem !== undefined && <span className="repositories-problem">{problem}</span>}
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={problem !== undefined || isSaving} onClick={() => void save()}>
            Save
          </Button>
        </>
      }
    >
      <div className="repositories">
        <p className="packages-dim">
          Every target that knows <span className="mono">extra_repos</span> gets these beside its own. They are kept in
          studio.json, so that a team shares them.
        </p>
        <Editors list={list} />
        <Mirrors mirrors={mirrors} onChange={setMirrors} />
        <Checkbox
          label="Work offline: use what was read before, ask no server"
          checked={offline}
          onChange={setOffline}
        />
      </div>
    </Dialog>
  );
}

/** The list that is edited, and what can be done to it. */
function useRepositories(store: PackagesStore) {
  const [repositories, setRepositories] = useState(store.getState().own.repositories);
  const change = (at: number, next: WorkspaceRepository) =>
    setRepositories(repositories.map((one, index) => (index === at ? next : one)));
  const move = (at: number, by: number) => {
    const list = [...repositories];
    const [moved] = list.splice(at, 1);
    if (moved) list.splice(at + by, 0, moved);
    setRepositories(list);
  };
  const addFolder = async () => {
    const path = await store.getState().chooseFolder();
    if (path === undefined) return;
    const found = await store.getState().indexFolder(path);
    if (found === undefined) return;
    const id = freeId(repositories, 'local');
    setRepositories([...repositories, { id, baseurl: `file://${encodeURI(path)}`, enabled: true, folder: true }]);
  };
  const add = () =>
    setRepositories([
      ...repositories,
      { id: freeId(repositories, 'extra'), baseurl: 'https://', enabled: true, folder: false },
    ]);
  const remove = (at: number) => setRepositories(repositories.filter((_one, index) => index !== at));
  return { repositories, change, move, remove, add, addFolder };
}

function Editors({ list }: { readonly list: ReturnType<typeof useRepositories> }) {
  const { repositories, change, move, remove, add, addFolder } = list;
  return (
    <>
      {repositories.map((repository, at) => (
        <RepositoryEditor
          key={at}
          repository={repository}
          isFirst={at === 0}
          isLast={at === repositories.length - 1}
          onChange={(next) => change(at, next)}
          onMove={(by) => move(at, by)}
          onRemove={() => remove(at)}
        />
      ))}
      <div className="repositories-add">
        <Button icon="plus" onClick={add}>
          Add a repository
        </Button>
        <Button icon="folder" onClick={() => void addFolder()}>
          Add a folder of RPMs…
        </Button>
      </div>
    </>
  );
}

interface MirrorsProps {
  readonly mirrors: readonly MirrorOverride[];
  readonly onChange: (mirrors: readonly MirrorOverride[]) => void;
}

/** Addresses that are read from elsewhere. */
function Mirrors({ mirrors, onChange }: MirrorsProps) {
  const change = (at: number, next: MirrorOverride) =>
    onChange(mirrors.map((one, index) => (index === at ? next : one)));
  return (
    <section aria-label="Mirrors">
      <Group
        label="Mirrors nearby"
        end={
          <Button
            variant="ghost"
            icon="plus"
            title="Add a mirror"
            onClick={() => onChange([...mirrors, { from: '', to: '' }])}
          />
        }
      />
      {mirrors.length === 0 && (
        <p className="packages-dim">None: every address is read as the manifests and repositories write it.</p>
      )}
      {mirrors.map((mirror, at) => (
        <div key={at} className="mirror-line">
          <TextInput
            mono
            value={mirror.from}
            label="Addresses that begin with"
            placeholder="https://mirror.stream.centos.org/"
            onChange={(from) => change(at, { ...mirror, from })}
          />
          <TextInput
            mono
            value={mirror.to}
            label="are read from"
            placeholder="http://mirror.local/centos/"
            onChange={(to) => change(at, { ...mirror, to })}
          />
          <Button
            variant="ghost"
            icon="close"
            title="Remove this mirror"
            onClick={() => onChange(mirrors.filter((_one, index) => index !== at))}
          />
        </div>
      ))}
    </section>
  );
}
