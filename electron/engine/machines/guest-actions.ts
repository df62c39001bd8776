/** What is done in a guest: its own commands, typed into its console for everyone to see. */
import { StudioError } from '../../../shared/errors';
import { parseDates, parseStatus, parseUpgrade } from '../../../shared/machines/deployments';
import type { Deployment, Upgrade } from '../../../shared/machines/types';
import type { GuestSession } from './guest-session';

const COMMAND_MS = 60_000;
const UPGRADE_MS = 20 * 60_000;
export const BOOT_MS = 5 * 60_000;

const HAS_RPM_OSTREE = 'command -v rpm-ostree >/dev/null';

async function must(session: GuestSession, command: string, timeoutMs = COMMAND_MS): Promise<string> {
  const { output, status } = await session.run(command, timeoutMs);
  if (status === 0) return output;
  const last = output
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
    .at(-1);
  throw new StudioError(
    'tool-failed',
    `The guest's '${command}' ended with status ${status}${last ? `: ${last}` : ''}.`,
    {
      detail: { exitCode: status, tail: output.split('\n').slice(-20) },
    },
  );
}

/** The deployments as the guest reports them, with the dates of their commits. */
export async function readDeployments(session: GuestSession): Promise<Deployment[]> {
  const status = await must(
    session,
    `if ${HAS_RPM_OSTREE}; then rpm-ostree status --json; else ostree admin status; fi`,
  );
  const deployments = parseStatus(status);
  const undated = deployments
    .filter((deployment) => deployment.timestamp === undefined)
    .map((deployment) => deployment.checksum);
  if (undated.length === 0) return deployments;
  const list = [...new Set(undated)].join(' ');
  const { output } = await session.run(
    `for c in ${list}; do ostree show $c | sed -n "s/^Date: */DATE $c /p"; done`,
    COMMAND_MS,
  );
  const dates = parseDates(output);
  return deployments.map((deployment) => {
    const timestamp = deployment.timestamp ?? dates.get(deployment.checksum);
    return timestamp === undefined ? deployment : { ...deployment, timestamp };
  });
}

export async function upgradeGuest(session: GuestSession): Promise<Upgrade> {
  const began = Date.now();
  const output = await must(
    session,
    `if ${HAS_RPM_OSTREE}; then rpm-ostree upgrade; else ostree admin upgrade; fi`,
    UPGRADE_MS,
  );
  return parseUpgrade(output, Math.round((Date.now() - began) / 100) / 10);
}

/** Reboots and waits until the guest asks for a login again. */
export async function rebootGuest(session: GuestSession): Promise<void> {
  await session.shell(COMMAND_MS);
  const rebooting = session.run('systemctl reboot', BOOT_MS).catch(() => undefined); // its shell goes away
  await session.rebooted(BOOT_MS);
  await session.login(BOOT_MS);
  await rebooting;
}

/**
 * The command that makes the deployment before the booted one boot next. OSTree 2022.7 has no `admin rollback`: a
 * pending deployment is taken back with `undeploy`; otherwise the old commit is deployed again with its own origin, which
 * costs no download and keeps the booted one as the way back.
 */
export function rollbackCommand(deployments: readonly Deployment[]): string {
  const [first] = deployments;
  const booted = deployments.findIndex((deployment) => deployment.booted);
  if (first && booted > 0) return 'ostree admin undeploy 0';
  const target = deployments[booted + 1];
  if (booted < 0 || !target)
    throw new StudioError('not-found', 'There is no earlier deployment to roll back to.', {
      hint: 'Upgrade the machine first.',
    });
  const origin = `/ostree/deploy/${target.osname}/deploy/${target.checksum}.${target.serial}.origin`;
  return `ostree admin deploy --os=${target.osname} --origin-file=${origin} ${target.checksum}`;
}

export async function rollBackGuest(session: GuestSession, deployments: readonly Deployment[]): Promise<void> {
  const { status } = await session.run(HAS_RPM_OSTREE, COMMAND_MS);
  await must(session, status === 0 ? 'rpm-ostree rollback' : rollbackCommand(deployments), UPGRADE_MS);
}
