/** How builds can become root here: mounting file systems is the part of a build that only root may do. */
import type { SetupReport } from '../../../shared/setup';
import { run } from '../run';
import { findProgram } from './requirements';

const PROBE_MS = 3000;

/** Finds the way that asks the least of the user. Never asks for a password itself. */
export async function findPrivilege(
  env: NodeJS.ProcessEnv = process.env,
  signal?: AbortSignal,
): Promise<SetupReport['privilege']> {
  if (process.getuid?.() === 0)
    return {
      kind: 'root',
      explanation: 'The studio runs as root: builds mount file systems and loop devices directly.',
    };
  const quiet = await run('sudo', ['--non-interactive', 'true'], {
    timeout: PROBE_MS,
    ...(signal ? { signal } : {}),
  }).then(
    () => true,
    () => false,
  );
  if (quiet)
    return {
      kind: 'sudo',
      explanation:
        'sudo asks for no password here: builds start one worker as root, the window stays an ordinary process.',
    };
  const display = env.DISPLAY ?? env.WAYLAND_DISPLAY;
  if (display && findProgram('pkexec'))
    return {
      kind: 'pkexec',
      explanation: 'Each build asks for a password in a dialog (polkit), then starts one worker as root.',
    };
  return {
    kind: 'none',
    explanation:
      'Builds cannot become root here: sudo asks for a password and there is no polkit dialog. ' +
      'Everything else works. Type "sudo --validate" in the terminal that the studio was started from, then build; ' +
      'on a desktop, the package pkexec brings the dialog.',
  };
}
