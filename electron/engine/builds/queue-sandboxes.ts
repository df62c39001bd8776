/** Sandboxes of failed stages: kept for a shell and a look, until they are released or their time is over. */
import { StudioError } from '../../../shared/errors';
import type { NounHandlers } from '../../../shared/contract';
import type { EngineContext } from '../context';
import type { Sandbox } from './engines/engine';

const KEPT_MS = 30 * 60_000;
const SHOWN_BYTES = 256 * 1024;
/** Until the terminal says how large it is. */
const USUAL_SIZE = { columns: 80, rows: 24 };

interface Kept {
  readonly sandbox: Sandbox;
  readonly timer: NodeJS.Timeout;
}

export interface Sandboxes {
  keep(id: string, sandbox: Sandbox): void;
  /** Nothing happens where there is none. */
  release(id: string): Promise<void>;
  close(): Promise<void>;
  readonly handlers: Pick<
    NounHandlers<'builds'>,
    'builds.shell' | 'builds.resizeShell' | 'builds.tree' | 'builds.treeFile' | 'builds.releaseSandbox'
  >;
}

/** The beginning of a text; null where it is none. A character that is cut at the end does not matter. */
function textOf(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** @param onReleased the sandbox of this job is not there any more */
export function createSandboxes(
  { openPort }: Pick<EngineContext, 'openPort'>,
  onReleased: (id: string) => Promise<void>,
): Sandboxes {
  const kept = new Map<string, Kept>();
  const shells = new Map<string, Awaited<ReturnType<Sandbox['shell']>>>();
  const find = (id: string): Sandbox => {
    const found = kept.get(id);
    if (found) return found.sandbox;
    throw new StudioError('not-found', `Job ${id} has no sandbox here.`, {
      hint: 'Run it again with its sandbox kept: it is there for half an hour after a stage failed.',
    });
  };
  const release = async (id: string): Promise<void> => {
    const found = kept.get(id);
    if (!found) return;
    kept.delete(id);
    clearTimeout(found.timer);
    await found.sandbox.release();
    await onReleased(id);
  };
  return {
    keep(id, sandbox) {
      const timer = setTimeout(() => void release(id).catch(() => undefined), KEPT_MS);
      timer.unref();
      kept.set(id, { sandbox, timer });
    },
    release,
    async close() {
      await Promise.all([...kept.keys()].map((id) => release(id).catch(() => undefined)));
    },
    handlers: {
      async 'builds.shell'({ id, terminal }) {
        const sandbox = find(id);
        const port = openPort(terminal);
        if (!port) throw new StudioError('not-found', `There is no terminal '${terminal}'.`);
        shells.set(terminal, await sandbox.shell(port, USUAL_SIZE));
        port.onClose(() => shells.delete(terminal));
        return null;
      },
      'builds.resizeShell'({ terminal, columns, rows }) {
        shells.get(terminal)?.resize(columns, rows);
        return Promise.resolve(null);
      },
      'builds.tree': async ({ id, path }) => find(id).list(path),
      async 'builds.treeFile'({ id, path }) {
        const { bytes, size } = await find(id).read(path, SHOWN_BYTES);
        return { text: textOf(bytes), size, truncated: size > bytes.length };
      },
      async 'builds.releaseSandbox'({ id }) {
        await release(id);
        return null;
      },
    },
  };
}
