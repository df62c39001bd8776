/** The table of what the studio needs (assets/setup/requirements.json), checked against this machine. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { SetupCheck } from '../../../shared/setup';
import { cleanEnvironment, run } from '../run';
import { installCommand, type Family } from './distribution';

const PROBE_MS = 5000;
/** The modules of the solver belong to the system's Python, not to one that comes earlier in PATH. */
const PYTHON = '/usr/bin/python3';

const Check = z.union([
  z.object({ program: z.string(), version: z.array(z.string()).optional() }),
  z.object({ python: z.array(z.string()) }),
  z.object({ library: z.string() }),
  z.object({ anyFile: z.array(z.string()) }),
]);

export const Requirement = z.object({
  id: z.string(),
  title: z.string(),
  purpose: z.string(),
  use: z.array(z.enum(['builds', 'machines', 'starter', 'window', 'development'])),
  check: Check,
  packages: z.record(z.string(), z.array(z.string())),
  optional: z.boolean().default(false),
});
export type Requirement = z.infer<typeof Requirement>;

export const RequirementTable = z.object({
  families: z.record(z.string(), z.object({ ids: z.array(z.string()), install: z.string() })),
  requirements: z.array(Requirement),
});
export type RequirementTable = z.infer<typeof RequirementTable>;

/** Reads the table that scripts/setup uses too. */
export function readRequirements(assets: string): RequirementTable {
  return RequirementTable.parse(JSON.parse(readFileSync(path.join(assets, 'setup', 'requirements.json'), 'utf8')));
}

/** The program's path in the PATH that children are given, or undefined. */
export function findProgram(name: string): string | undefined {
  for (const folder of (cleanEnvironment().PATH ?? '').split(':')) {
    const file = path.join(folder || '.', name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // not here
    }
  }
  return undefined;
}

/** The version in what a program prints about itself: its first word that begins with a number and has a dot. */
export function parseVersion(text: string): string | undefined {
  return /(?:^|[\s('"v])(\d+\.\d[\w.+~-]*)/m.exec(text)?.[1]?.replace(/[.:,]+$/, '');
}

/** What was found of it, or undefined if it is absent. */
async function probe({ check }: Requirement, signal: AbortSignal): Promise<string | undefined> {
  if ('program' in check) {
    const file = findProgram(check.program);
    if (!file || !check.version) return file;
    // a program that cannot tell its version is still there
    const told = await run(file, check.version, { timeout: PROBE_MS, signal }).catch(() => undefined);
    return (told && parseVersion(`${told.stdout}\n${told.stderr}`)) ?? file;
  }
  if ('python' in check) {
    const code = 'import sys, importlib.util as u\nsys.exit(0 if all(u.find_spec(m) for m in sys.argv[1:]) else 1)';
    const found = run(PYTHON, ['-c', code, ...check.python], { timeout: PROBE_MS, signal });
    return found.then(
      () => `module ${check.python.join(', ')} of ${PYTHON}`,
      () => undefined,
    );
  }
  if ('library' in check) {
    const { stdout } = await run('ldconfig', ['-p'], { timeout: PROBE_MS, signal });
    return stdout.split('\n').find((line) => line.startsWith(`\t${check.library} `)) ? check.library : undefined;
  }
  return check.anyFile.find((file) => existsSync(file));
}

/** Checks one requirement. The command that mends it is for the distribution's family, if that is known. */
export async function checkRequirement(
  requirement: Requirement,
  family: Family | undefined,
  signal: AbortSignal,
): Promise<SetupCheck> {
  const { id, title, purpose, optional } = requirement;
  const found = await probe(requirement, signal);
  if (found !== undefined) return { id, title, purpose, state: 'ok', found };
  const packages = family ? (requirement.packages[family.name] ?? []) : [];
  return {
    id,
    title,
    purpose,
    state: optional ? 'warning' : 'missing',
    problem: `${title} is not installed: nothing here ${purpose}.`,
    ...(family && packages.length > 0 ? { command: installCommand(family, packages) } : {}),
  };
}
