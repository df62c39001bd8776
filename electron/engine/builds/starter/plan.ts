/** Which Debian packages the starter repository needs, asked of apt without touching the host's state. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../../shared/errors';
import { run } from '../../run';

export interface PlannedPackage {
  name: string;
  /** Debian's version: `7.88.1-10+deb12u12`. */
  version: string;
}

/** `Inst curl (7.88.1-10+deb12u12 Debian:12.12/oldstable [amd64]) …` */
const PLANNED = /^Inst (\S+)(?: \[[^\]]*\])? \((\S+) /;

/** Parses what `apt-get --simulate install` prints; sorted by name. */
export function parsePlan(text: string): PlannedPackage[] {
  const found = text.split('\n').flatMap((line) => {
    const match = PLANNED.exec(line);
    return match?.[1] && match[2] ? [{ name: match[1], version: match[2] }] : [];
  });
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function noSuchPackage(error: StudioError): StudioError {
  const lines = error.detail?.tail ?? [];
  const missing = lines.flatMap(
    (line) => /Unable to locate package (\S+)|Package '([^']+)' has no/.exec(line)?.slice(1) ?? [],
  );
  const names = missing.filter((name) => name !== undefined);
  if (names.length === 0) return error;
  return new StudioError('invalid-input', `apt knows no package named ${names.join(', ')}.`, {
    hint: "Refresh apt's lists of packages, then try again.",
    detail: { ...error.detail, names, command: 'sudo apt-get update' },
  });
}

/**
 * The packages and everything they depend on, as if nothing were installed. Recommended packages are left out.
 *
 * @param work a folder for an empty dpkg status file.
 * @throws StudioError `missing-tool` where there is no apt, `invalid-input` naming a package that apt does not know.
 */
export async function planPackages(
  names: readonly string[],
  work: string,
  signal?: AbortSignal,
): Promise<PlannedPackage[]> {
  await mkdir(work, { recursive: true });
  const status = path.join(work, 'empty-status');
  await writeFile(status, '');
  const argv = ['--simulate', '-o', `Dir::State::status=${status}`, '-o', 'APT::Install-Recommends=false'];
  try {
    const { stdout } = await run('apt-get', [...argv, 'install', '--', ...names], signal ? { signal } : {});
    return parsePlan(stdout);
  } catch (thrown) {
    throw thrown instanceof StudioError && thrown.code === 'tool-failed' ? noSuchPackage(thrown) : thrown;
  }
}
