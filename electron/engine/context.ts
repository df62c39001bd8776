/** What every noun of the engine is given: where files live, how to speak, and how to be closed. */
import path from 'node:path';
import type { EmitEvent } from '../../shared/contract';
import type { BytePort } from '../../shared/ipc';

/** All folders of one studio, under one data folder. Nothing is written elsewhere but what the user names. */
export interface StudioPaths {
  /** The data folder, `$STUDIO_DATA_DIR` or `$XDG_DATA_HOME/ostree-studio`. */
  data: string;
  /** `jobs/<id>/`: job.json, log.jsonl, manifest.json of each build job. */
  jobs: string;
  /** `machines/<id>/`: machine.json, overlay, sockets, serial log of each machine. */
  machines: string;
  /** Checksum-addressed source files: `store/sources/org.osbuild.files/sha256:…`. */
  store: string;
  /** What can be recomputed: depsolve answers, package lists by commit. */
  cache: string;
  /** Records of resources (mounts, loop devices, work folders, processes) written before they are taken. */
  resources: string;
  /** The starter workspace's default place. */
  starter: string;
  /** Read-only files of the product: the starter workspace's template, the solver script. */
  assets: string;
  /** The bundled build worker, a program for Node. */
  worker: string;
  /** The bundled thread of the package catalogue; without it the catalogue runs beside everything else. */
  catalogueThread?: string;
  /** The bundled thread that resolves; without it resolving runs beside everything else. */
  resolverThread?: string;
}

/** `assets` is the product's folder of that name; the worker is in `out/` beside it unless it is named. */
export function studioPaths(data: string, assets: string, worker?: string): StudioPaths {
  return {
    data,
    jobs: path.join(data, 'jobs'),
    machines: path.join(data, 'machines'),
    store: path.join(data, 'store'),
    cache: path.join(data, 'cache'),
    resources: path.join(data, 'resources'),
    starter: path.join(data, 'workspaces', 'starter'),
    assets,
    worker: worker ?? path.join(path.dirname(assets), 'out', 'worker.cjs'),
  };
}

/** The data folder of this user: `$STUDIO_DATA_DIR`, else `$XDG_DATA_HOME/ostree-studio`, else `~/.local/share/…`. */
export function defaultDataDir(env: NodeJS.ProcessEnv, home: string): string {
  if (env.STUDIO_DATA_DIR) return path.resolve(env.STUDIO_DATA_DIR);
  return path.join(env.XDG_DATA_HOME ?? path.join(home, '.local', 'share'), 'ostree-studio');
}

export interface EngineContext {
  readonly paths: StudioPaths;
  readonly emit: EmitEvent;
  /** Which jobs this studio starts: all of the queue (usual), or only those that it was asked for. */
  readonly runs?: 'all' | 'own';
  /** The terminal's byte port that a client opened under this name, if it did. */
  readonly openPort: (terminal: string) => BytePort | undefined;
}
