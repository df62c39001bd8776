/** What resolving remembers of a workspace's files, so that only what changed is read again. */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import type { Workspace } from '../../../shared/manifest/types';
import { parseExpression } from './python/parse';
import { scanVariables, type KnownVariable } from './variable-scan';
import { composeYaml, type YamlNode } from './yaml/compose';

const MOST_TEXTS = 200;
const MOST_EXPRESSIONS = 5000;
const MOST_BYTES = 1024 * 1024;

export interface KnownVariables {
  readonly variables: readonly KnownVariable[];
  /** False if a file could not be read: it may set any variable. */
  readonly isComplete: boolean;
}

export interface WorkspaceMemory {
  /**
   * The nodes of a YAML text. Texts that were read before have the same nodes: whoever makes values of them makes new
   * ones, and changes no node.
   */
  readonly composeYaml: typeof composeYaml;
  /** The tree of an expression; evaluating it changes nothing in it. */
  readonly parseExpression: typeof parseExpression;
  /** Variables of all manifests of a workspace, each name once. */
  variables(workspace: Pick<Workspace, 'path' | 'files'>, texts?: Readonly<Record<string, string>>): KnownVariables;
}

/** The newest results of a function of texts. */
function remembered<T>(most: number, read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const value = known.has(text) ? (known.get(text) as T) : read(text);
    known.delete(text);
    known.set(text, value);
    for (const oldest of known.keys()) {
      if (known.size <= most) break;
      known.delete(oldest);
    }
    return value;
  };
}

function merged(variables: readonly KnownVariable[]): KnownVariable[] {
  const byName = new Map<string, KnownVariable>();
  for (const variable of variables) byName.set(variable.name, { ...variable, ...byName.get(variable.name) });
  return [...byName.values()];
}

interface FileVariables {
  stamp: string;
  /** Undefined if the file cannot be read. */
  variables: KnownVariable[] | undefined;
}

/** An empty memory. It holds texts of at most 200 files, and what was read of them. */
export function createWorkspaceMemory(): WorkspaceMemory {
  const compose = remembered<YamlNode | undefined>(MOST_TEXTS, composeYaml);
  const parse = remembered(MOST_EXPRESSIONS, parseExpression);
  const scanText = (text: string, file: string): KnownVariable[] | undefined => {
    const found = scanVariables(text, file, compose, parse);
    return found.length === 0 && !isReadable(text, compose) ? undefined : found;
  };
  const files = new Map<string, FileVariables>();

  const variablesOf = (workspace: string, file: string, text: string | undefined): FileVariables => {
    const place = path.join(workspace, file);
    const known = files.get(place);
    if (text !== undefined) {
      if (known?.stamp === text) return known;
      return { stamp: text, variables: scanText(text, file) };
    }
    const info = statSync(place, { throwIfNoEntry: false });
    if (!info?.isFile() || info.size > MOST_BYTES) return { stamp: '', variables: [] };
    const stamp = `${info.mtimeMs}:${info.size}`;
    if (known?.stamp === stamp) return known;
    return { stamp, variables: scanText(readText(place), file) };
  };

  return {
    composeYaml: compose,
    parseExpression: parse,
    variables(workspace, texts = {}) {
      const names = workspace.files.map((file) => file.path).filter((file) => /\.(mpp|ipp)\.ya?ml$/.test(file));
      const lists = names.map((name) => {
        const found = variablesOf(workspace.path, name, Object.hasOwn(texts, name) ? texts[name] : undefined);
        files.set(path.join(workspace.path, name), found);
        return found.variables;
      });
      return {
        variables: merged(lists.flatMap((list) => list ?? [])),
        isComplete: lists.every((list) => list !== undefined),
      };
    },
  };
}

/** The text of a file, or an empty one if it cannot be read: loading it says why. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function isReadable(text: string, compose: typeof composeYaml): boolean {
  try {
    compose(text);
    return true;
  } catch {
    return false;
  }
}
