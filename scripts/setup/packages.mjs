/** What the machine must have, from the table in assets/setup/requirements.json, and what of it is missing. */
import { accessSync, constants, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { output } from './child.mjs';

const SBIN = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/** The table: `families` of distributions and `requirements`. */
export function readTable(root) {
  return JSON.parse(readFileSync(path.join(root, 'assets', 'setup', 'requirements.json'), 'utf8'));
}

/** `ID`, `ID_LIKE` and `PRETTY_NAME` of os-release(5). */
export function parseOsRelease(text) {
  const fields = {};
  for (const line of text.split('\n')) {
    const match = /^([A-Z_]+)=(?:"([^"]*)"|'([^']*)'|(.*))$/.exec(line);
    if (match) fields[match[1]] = match[2] ?? match[3] ?? match[4];
  }
  return fields;
}

export function readOsRelease() {
  const file = ['/etc/os-release', '/usr/lib/os-release'].find((name) => existsSync(name));
  return file ? parseOsRelease(readFileSync(file, 'utf8')) : {};
}

/** The family whose package names this distribution uses, or undefined. */
export function familyOf(families, release) {
  const ids = [release.ID ?? '', ...(release.ID_LIKE ?? '').split(' ')];
  for (const id of ids)
    for (const [family, { ids: known }] of Object.entries(families)) if (known.includes(id)) return family;
  return undefined;
}

/** The program's path, searched in PATH and in the folders for administrators, or undefined. */
export function findProgram(name) {
  for (const folder of [...(process.env.PATH ?? '').split(':'), ...SBIN]) {
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

/** The modules of these that the system's Python does not find; another one earlier in PATH would not have them. */
function missingModules(modules) {
  const code = 'import sys, importlib.util as u\nprint(*[m for m in sys.argv[1:] if not u.find_spec(m)])';
  const text = output('/usr/bin/python3', ['-c', code, ...modules]);
  return new Set(text === undefined ? modules : text.trim().split(' '));
}

/** The requirements that this machine does not meet. Two children at most: Python and ldconfig. */
export function missingRequirements(requirements) {
  const modules = missingModules(requirements.flatMap(({ check }) => check.python ?? []));
  const libraries = output(findProgram('ldconfig') ?? 'ldconfig', ['-p']) ?? '';
  return requirements.filter(({ check }) => {
    if (check.program) return !findProgram(check.program);
    if (check.python) return check.python.some((module) => modules.has(module));
    if (check.library) return !libraries.includes(`\t${check.library} `);
    return !check.anyFile.some((file) => existsSync(file));
  });
}

/** The packages that bring these requirements, each once; `has` decides among alternatives (`a|b`). */
export function packagesFor(requirements, family, has = () => true) {
  const names = requirements.flatMap(({ packages }) => packages[family]);
  return [...new Set(names.map((name) => name.split('|').find((one) => has(one)) ?? name.split('|')[0]))];
}
