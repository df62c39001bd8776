import { useStore } from 'zustand';
import type { PackageRepository } from '../../../shared/packages/types';
import { formatRelative } from '../../ui/format';
import { Group } from '../../ui/group';
import { StateDot } from '../../ui/state-dot';
import type { PackagesStore } from './store';

/** Where the target's packages come from. */
export function RepositoryList({ store }: { readonly store: PackagesStore }) {
  const repositories = useStore(store, (state) => state.repositories);
  if (repositories.length === 0) return null;
  return (
    <>
      <Group label="Repositories" />
      {repositories.map((repository) => (
        <Repository key={repository.id} repository={repository} />
      ))}
    </>
  );
}

function Repository({
  repository: { id, url, packages, updated, problem },
}: {
  readonly repository: PackageRepository;
}) {
  const age = updated === undefined ? '' : `\nmade ${formatRelative(Date.parse(updated))}`;
  return (
    <div className="repository" role="group" aria-label={`Repository ${id}`} title={`${url}${age}`}>
      <div className="repository-line">
        <StateDot tone={problem === undefined ? 'ok' : 'warn'} label={problem === undefined ? 'read' : 'not read'} />
        <span className="packages-ellipsis">{id}</span>
        <span className="packages-end">{packages.toLocaleString('en')}</span>
      </div>
      {problem !== undefined && <p className="repository-problem">{problem}</p>}
    </div>
  );
}
