/** What completion and hover know of the workspace. */
import type { StageType, SymbolIndex, Variable } from '../../../shared/manifest/types';
import type { ManifestState } from './store';

export interface Knowledge {
  readonly variables: readonly Variable[];
  readonly symbols: SymbolIndex;
  readonly stageTypes: readonly StageType[];
  /** Paths of the workspace's files. */
  readonly files: readonly string[];
  /** Path of the file that is edited. */
  readonly path: string;
  /** Path of the target's own manifest: embedded files are looked up from there. */
  readonly root: string | undefined;
}

export function knowledgeOf(state: ManifestState, path: string): Knowledge {
  const { resolved, symbols, stageTypes, workspace, target } = state;
  return {
    variables: resolved?.variables ?? [],
    symbols,
    stageTypes,
    files: workspace?.files.map((file) => file.path) ?? [],
    path,
    root: workspace?.targets.find((entry) => entry.name === target)?.manifest,
  };
}

/** The way from the folder of one file to another, with forward slashes. */
export function relativePath(from: string, to: string): string {
  const folder = from.split('/').slice(0, -1);
  const parts = to.split('/');
  let same = 0;
  while (same < folder.length && same < parts.length - 1 && folder[same] === parts[same]) same += 1;
  return [...folder.slice(same).map(() => '..'), ...parts.slice(same)].join('/');
}

/** The path that is meant from the folder of a file. */
export function joinPath(from: string, path: string): string {
  const parts = from.split('/').slice(0, -1);
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
