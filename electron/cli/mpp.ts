/**
 * `resolve SRC DST`: a stand-in for osbuild-mpp, in a bundle of its own. It starts no engine and loads nothing but the
 * preprocessor; only a question to the package solver that was not asked before starts another program.
 */
import os from 'node:os';
import path from 'node:path';
import { defaultDataDir, studioPaths } from '../engine/context';
import { nodeHost } from '../engine/manifest/host-node';
import { mppCommand } from '../engine/manifest/mpp-command';
import { cachedSolver } from '../engine/manifest/solver-cache';
import type { SolverRequest } from '../engine/manifest/solver-types';

const assets = path.join(__dirname, '..', 'assets');

/** The folder that `--cache` or osbuild-mpp's variable names, else the product's own. */
function cacheFolder(asked: string | undefined): string {
  const named = asked ?? process.env.OSBUILD_MPP_CACHEDIR;
  if (named) return path.join(path.resolve(named), 'ostree-studio');
  return studioPaths(defaultDataDir(process.env, os.homedir()), assets).cache;
}

export function resolveLikeMpp(argv: readonly string[]): Promise<number> {
  const write = (stream: NodeJS.WriteStream) => (text: string) => void stream.write(text);
  const hostFor = (cache: string | undefined) => {
    const folder = cacheFolder(cache);
    const dnf = { script: path.join(assets, 'solver', 'solve.py'), cacheDir: path.join(folder, 'dnf') };
    const ask = async (request: SolverRequest) => {
      const { solve } = await import('../engine/tools/dnf');
      return solve(request, dnf);
    };
    const solver = cachedSolver(path.join(folder, 'depsolve'), ask, { isShortLived: true });
    const onPrint = (text: string, stream: 'stdout' | 'stderr') => void process[stream].write(text);
    return nodeHost({ solve: (request) => solver(request), onPrint });
  };
  return mppCommand(argv, process.cwd(), hostFor, { stdout: write(process.stdout), stderr: write(process.stderr) });
}

void resolveLikeMpp(process.argv.slice(3)).then((status) => {
  process.exitCode = status;
});
