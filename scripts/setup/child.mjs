/** Child processes of the set-up: argument vectors only, output shown unless it is asked for. */
import { spawn, spawnSync } from 'node:child_process';
import { SetupError } from './say.mjs';

/** Settings that `npm start --flag` or a parent npm hands down and that would change what a nested npm does. */
const NPM_LEAKS =
  /^(npm_(lifecycle|package)_.*|npm_command|INIT_CWD|NODE_ENV|npm_config_(omit|only|include|production|dev|dry_run|force|global|location|local_prefix|package_lock|package_lock_only|workspaces?|include_workspace_root|if_present|prefer_dedupe|legacy_peer_deps|json|silent|parseable))$/i;

/** The environment for a nested npm: the user's own settings, nothing of the npm command that started us. */
export function npmEnvironment(env = process.env) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !NPM_LEAKS.test(name)));
}

/** Runs a program to its end; output goes to the terminal. Throws SetupError with the exit status. */
export function runShown(tool, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, args, { stdio: ['inherit', 'inherit', 'inherit'], ...options });
    child.once('error', (error) => reject(new SetupError(`${tool}: ${error.message}`)));
    child.once('exit', (code, signal) => {
      if (code === 0) resolve();
      else reject(new SetupError(`${[tool, ...args].join(' ')} ended with ${signal ?? `status ${code}`}.`));
    });
  });
}

/** Standard output of a program that is quick, or undefined if it failed or is absent. */
export function output(tool, args, options = {}) {
  const { status, stdout } = spawnSync(tool, args, { encoding: 'utf8', timeout: 30_000, ...options });
  return status === 0 ? stdout : undefined;
}
