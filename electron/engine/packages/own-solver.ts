/** The studio's package solver: dnf in a cache of its own, its answers kept; working offline it asks no server. */
import path from 'node:path';
import type { StudioPaths } from '../context';
import { cachedSolver, type Solve } from '../manifest/solver-cache';
import { solve } from '../tools/dnf';
import { Offline } from './offline';

/** The person's choice to work offline. */
export function offlineChoice(paths: StudioPaths): Offline {
  return new Offline(path.join(paths.data, 'packages.json'));
}

export function ownSolver(paths: StudioPaths): Solve {
  const dnf = { script: path.join(paths.assets, 'solver', 'solve.py'), cacheDir: path.join(paths.cache, 'dnf') };
  const offline = offlineChoice(paths);
  const kept = cachedSolver(path.join(paths.cache, 'depsolve'), (request, signal) => solve(request, dnf, signal));
  return async (request, signal) => {
    const isLocal = request.repos.every(({ baseurl }) => baseurl?.every((url) => url.startsWith('file:')) ?? false);
    if (isLocal || !(await offline.get())) return kept(request, signal);
    // What servers offer now is not known, so that the answer is not kept.
    return solve({ ...request, cacheonly: true }, dnf, signal);
  };
}
