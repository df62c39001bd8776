import { useStore } from 'zustand';
import type { PackageRepository } from '../../../shared/packages/types';
import { Button } from '../../ui/button';
import { formatRelative } from '../../ui/format';
import { Group } from '../../ui/group';
import { StateDot } from '../../ui/state-dot';
import { Tag } from '../../ui/tag';
import type { PackagesStore } from './store';

interface Props {
  readonly store: PackagesStore;
  readonly onManage: () => void;
}

/** Where the target's packages come from; a click lists only those of one. */
export function RepositoryList({ store, onManage }: Props) {
  const repositories = useStore(store, (state) => state.repositories);
  const chosen = useStore(store, (state) => state.repository);
  const offline = useStore(store, (state) => state.offline);
  const { setRepository } = store.getState();
  return (
    <>
      <Group
        label="Repositories"
        end={
          <Button variant="ghost" title="Add, order and edit repositories and mirrors" onClick={onManage}>
            Manage…
          </Button>
        }
      />
      {offline && (
        <p className="packages-note">
          Working offline: what is shown was read before.{' '}
          <button type="button" className="packages-link" onClick={() => void store.getState().setOffline(false)}>
            Go online
          </button>
        </p>
      )}
      {repositories.map((repository) => (
        <Repository
          key={repository.id}
          repository={repository}
          selected={repository.id === chosen}
          onClick={() => setRepository(repository.id === chosen ? undefined : repository.id)}
        />
      ))}
    </>
  );
}

interface RepositoryProps {
  readonly repository: PackageRepository;
  readonly selected: boolean;
  readonly onClick: () => void;
}

function Repository({ repository, selected, onClick }: RepositoryProps) {
  const { id, url, packages, skipped, updated, checkedAt, offline, signed, origin, problem } = repository;
  const isRead = problem === undefined;
  const tooltip = [
    url,
    origin === 'workspace' ? 'added to this workspace' : 'named by the manifest',
    ...(updated === undefined ? [] : [`made ${formatRelative(Date.parse(updated))}`]),
    ...(signed ? ['signed by its key'] : []),
    ...(skipped > 0 ? [`${skipped} of its packages were left out: they are there twice, or have no proper name`] : []),
  ].join('\n');
  return (
    <div className="repository" role="group" aria-label={`Repository ${id}`}>
      <button
        type="button"
        className="repository-line"
        data-selected={selected || undefined}
        aria-pressed={selected}
        title={`${tooltip}\n${selected ? 'Show all repositories' : 'Show only its packages'}`}
        onClick={onClick}
      >
        <StateDot tone={isRead ? 'ok' : 'warn'} label={isRead ? 'read' : 'not read'} />
        <span className="packages-ellipsis">{id}</span>
        {offline !== undefined && <Tag tone="warn">old</Tag>}
        <span className="packages-end">{packages.toLocaleString('en')}</span>
      </button>
      {problem !== undefined && <p className="repository-problem">{problem}</p>}
      {offline !== undefined && checkedAt !== undefined && (
        <p className="repository-problem">{`As of ${formatRelative(checkedAt)}: ${offline}`}</p>
      )}
    </div>
  );
}
