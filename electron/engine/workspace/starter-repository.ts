/** Where the starter workspace has its RPM repository, and whether it was made. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Workspace } from '../../../shared/manifest/types';

export function starterRepositoryOf(workspace: Workspace): string {
  return path.join(workspace.path, 'starter-repository');
}

/** False for a starter workspace whose repository has no metadata yet; a workspace of one's own needs none. */
export function isPrepared(workspace: Workspace): boolean {
  return !workspace.starter || existsSync(path.join(starterRepositoryOf(workspace), 'repodata', 'repomd.xml'));
}
