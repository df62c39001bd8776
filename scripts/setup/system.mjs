/** Debian packages: installed with apt-get, through sudo where that is needed. Elsewhere: the command to type. */
import { output, runShown } from './child.mjs';
import { familyOf, findProgram, missingRequirements, packagesFor, readOsRelease, readTable } from './packages.mjs';
import { doing, note, SetupError } from './say.mjs';

const isRoot = () => process.getuid?.() === 0;

/** Does apt know a version of this package that it could install? */
function hasCandidate(name) {
  return /^ +Candidate: (?!\(none\))/m.test(output('apt-cache', ['policy', name]) ?? '');
}

/** What goes before apt-get so that it runs as root. */
function rootPrefix(command) {
  if (isRoot()) return [];
  if (!findProgram('sudo')) throw new SetupError('Packages are missing, and there is no sudo.', `su -c '${command}'`);
  const quiet = output('sudo', ['--non-interactive', 'true']) !== undefined;
  if (!quiet && !process.stdin.isTTY)
    throw new SetupError('Packages are missing, and sudo asks for a password.', `sudo ${command}`);
  return ['sudo'];
}

async function aptGet(prefix, args) {
  // dpkg must not ask questions, and a lock that another apt holds is waited for
  const argv = [
    ...prefix,
    'env',
    'DEBIAN_FRONTEND=noninteractive',
    'apt-get',
    '-o',
    'DPkg::Lock::Timeout=300',
    ...args,
  ];
  await runShown(argv[0], argv.slice(1));
}

async function installDebian(missing) {
  let names = packagesFor(missing, 'debian', hasCandidate);
  const prefix = rootPrefix(`apt-get install ${names.join(' ')}`);
  const update = () => aptGet(prefix, ['update', '--quiet']);
  const install = () => aptGet(prefix, ['install', '--yes', '--quiet', '--no-install-recommends', ...names]);
  let isFresh = false;
  if (!names.every(hasCandidate)) {
    doing('apt-get update', 'the package lists are empty or too old');
    await update();
    isFresh = true;
    names = packagesFor(missing, 'debian', hasCandidate);
  }
  doing(`apt-get install ${names.join(' ')}`, 'builds, machines and the window need them');
  try {
    await install();
  } catch (error) {
    if (isFresh) throw error;
    doing('apt-get update, and once more', 'the package lists may be older than the mirror');
    await update();
    await install();
  }
}

function explain(missing, table, family, release) {
  console.error(`[setup] ${release.PRETTY_NAME ?? 'This system'} is not set up by this script. Missing:`);
  for (const { title, purpose, check } of missing) {
    const what = check.program ?? check.library ?? check.python?.join(', ') ?? check.anyFile[0];
    console.error(`[setup]   ${title} (${what}): ${purpose}`);
  }
  const command = (name) => `sudo ${table.families[name].install} ${packagesFor(missing, name).join(' ')}`;
  if (family) throw new SetupError('Install what is missing, then run this again.', command(family));
  const commands = Object.keys(table.families).map((name) => `${name}: ${command(name)}`);
  throw new SetupError(
    'Install what is missing under the names that your distribution has.',
    commands.join('\n        '),
  );
}

/** Makes the machine's programs and libraries complete. Throws SetupError where a person must do it. */
export async function ensureSystem(root) {
  const table = readTable(root);
  const missing = missingRequirements(table.requirements);
  if (missing.length === 0) return;
  const release = readOsRelease();
  const family = familyOf(table.families, release);
  const needed = missing.filter(({ optional }) => !optional);
  // Where nothing can be installed from here, what is optional is not asked for either.
  if (family !== 'debian' || !findProgram('apt-get')) {
    if (needed.length > 0) explain(needed, table, family, release);
    return;
  }
  note(`Missing: ${missing.map(({ title }) => title).join(', ')}.`);
  await installDebian(missing);
  const still = missingRequirements(table.requirements).filter(({ optional }) => !optional);
  if (still.length > 0) explain(still, table, family, release);
}
