/** Where repositories are: what a manifest or a workspace writes, as the address that is read. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { MirrorOverride } from '../../../shared/packages/types';
import type { SolverRepository, SolverRequest } from '../manifest/solver-types';
import type { RepositoryAddress } from './metadata/repository-cache';

/** A repository's address in a workspace: what has no scheme is a folder of it. */
export function repositoryUrl(workspace: string, baseurl: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(baseurl)) return baseurl;
  return pathToFileURL(path.resolve(workspace, baseurl)).href.replace(/(?<=.)\/$/, '');
}

/** The address with its beginning replaced by that of a mirror; the longest beginning counts. Pure. */
export function mirrored(url: string, mirrors: readonly MirrorOverride[]): string {
  const [best] = mirrors
    .filter(({ from }) => url.startsWith(from) && (from.endsWith('/') || /^(?:\/|$)/.test(url.slice(from.length))))
    .sort((a, b) => b.from.length - a.from.length);
  if (!best) return url;
  const rest = url.slice(best.from.length).replace(/^\//, '');
  return rest === '' ? best.to : `${best.to.replace(/\/$/, '')}/${rest}`;
}

/** The question with its addresses led to mirrors. Pure. */
export function mirroredRequest(request: SolverRequest, mirrors: readonly MirrorOverride[]): SolverRequest {
  if (mirrors.length === 0) return request;
  const lead = (repository: SolverRepository): SolverRepository => {
    const { baseurl, metalink, mirrorlist } = repository;
    return {
      ...repository,
      ...(baseurl ? { baseurl: baseurl.map((url) => mirrored(url, mirrors)) } : {}),
      ...(metalink === undefined ? {} : { metalink: mirrored(metalink, mirrors) }),
      ...(mirrorlist === undefined ? {} : { mirrorlist: mirrored(mirrorlist, mirrors) }),
    };
  };
  return { ...request, repos: request.repos.map(lead) };
}

/** The address that the solver would read; dnf's variables are filled in. */
export function addressOf(repository: SolverRepository, request: SolverRequest, keys?: string): RepositoryAddress {
  const url = repository.baseurl?.[0] ?? repository.metalink ?? repository.mirrorlist ?? '';
  const filled = url
    .replace(/\$(?:basearch|arch)\b|\$\{(?:basearch|arch)\}/g, request.arch)
    .replace(/\$releasever\b|\$\{releasever\}/g, request.releasever);
  const { id, priority } = repository;
  return {
    id,
    url: filled,
    indirect: repository.baseurl === undefined,
    ...(priority === undefined ? {} : { priority }),
    ...(keys === undefined ? {} : { keys }),
  };
}

/** Repositories of all questions to the solver, in their order, each id once; `keys` by id. Pure. */
export function repositoriesOf(
  requests: readonly SolverRequest[],
  keys: ReadonlyMap<string, string> = new Map(),
): RepositoryAddress[] {
  const found = new Map<string, RepositoryAddress>();
  for (const request of requests) {
    for (const repository of request.repos) {
      if (repository.enabled === false || found.has(repository.id)) continue;
      found.set(repository.id, addressOf(repository, request, keys.get(repository.id)));
    }
  }
  return [...found.values()];
}
