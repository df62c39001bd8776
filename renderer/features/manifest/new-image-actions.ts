/** New images of the workspace, from a template or as a copy of another. */
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { Target } from '../../../shared/manifest/types';
import type { GetManifest, SetManifest } from './store';

export interface Template {
  readonly id: string;
  readonly title: string;
  readonly summary: string;
}
export type ImageSource = { kind: 'copy'; manifest: string } | { kind: 'template'; id: string };

export interface NewImageState {
  /** Those that fit the open workspace; empty until they were read. */
  readonly templates: readonly Template[];
  readTemplates(): Promise<void>;
  /** Creates an image, opens its file and chooses its target. Returns why it could not. */
  createImage(name: string, from: ImageSource): Promise<WireError | undefined>;
}

export const EMPTY_TEMPLATES: Pick<NewImageState, 'templates'> = { templates: [] };

interface Context {
  readonly client: StudioClient;
  readonly set: SetManifest;
  readonly get: GetManifest;
}

export function newImageActions({ client, set, get }: Context): Omit<NewImageState, 'templates'> {
  return {
    async readTemplates() {
      try {
        set({ templates: await client.call('workspace.templates', null) });
      } catch (thrown) {
        set({ problem: toWire(thrown) });
      }
    },
    async createImage(name, from) {
      try {
        const { path } = await client.call('workspace.newImage', { name, from });
        // The list is told of by an event too, but the new target is wanted now.
        const workspace = await client.call('workspace.current', null);
        if (workspace && workspace.path === get().workspace?.path) set({ workspace });
        const target = likeChosen(get().workspace?.targets ?? [], path, get().target);
        if (target) get().selectTarget(target.name);
        get().openFile(path);
        return undefined;
      } catch (thrown) {
        return toWire(thrown);
      }
    },
  };
}

/** Of the new image's targets the one for what was worked on before. */
function likeChosen(targets: readonly Target[], manifest: string, chosen: string | undefined): Target | undefined {
  const before = targets.find((target) => target.name === chosen);
  const own = targets.filter((target) => target.manifest === manifest);
  const parts = ['distro', 'target', 'type', 'arch'] as const;
  return own.find((target) => before && parts.every((part) => target[part] === before[part])) ?? own[0];
}
