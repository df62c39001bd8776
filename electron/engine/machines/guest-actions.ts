/** What is done in a guest: its own commands, typed into its console for everyone to see. */
import { StudioError } from '../../../shared/errors';
import {
  parseAdminStatus,
  parseCommitDate,
  parseRpmOstreeStatus,
  parseUpgrade,
} from '../../../shared/machines/deployments';
import type { Deployment, Upgrade } from '../../../shared/machines/types';
import type { CommandResult, GuestSession } from './guest-session';

const COMMAND_MS = 60_000;
const UPGRADE_MS = 20 * 60_000;
export const BOOT_MS = 5 * 60_000;

type Shell = Pick<GuestSession, 'run' | 'shell' | 'rebooted' | 'login'>;

/** One guest: what it has, asked once, and what it is told to do. */
export class Guest {
  readonly #session: Shell;
  /** Dates of commits in epoch seconds: a commit's never changes. */
  readonly #dates = new Map<string, number>();
  #hasRpmOstree: boolean | undefined;

  constructor(session: Shell) {
    this.#session = session;
  }

  async #must(command: string, timeoutMs = COMMAND_MS): Promise<string> {
    const result = await this.#session.run(command, timeoutMs);
    if (result.status === 0) return result.output;
    throw commandFailed(command, result);
  }

  /** rpm-ostree where the image has it, else plain ostree. Another deployment may have another answer. */
  async #usesRpmOstree(): Promise<boolean> {
    this.#hasRpmOstree ??= (await this.#session.run('type -p rpm-ostree', COMMAND_MS)).status === 0;
    return this.#hasRpmOstree;
  }

  /** The deployments as the guest reports them, with the dates of their commits. */
  async deployments(): Promise<Deployment[]> {
    if (await this.#usesRpmOstree()) return parseRpmOstreeStatus(await this.#must('rpm-ostree status --json'));
    const deployments = parseAdminStatus(await this.#must('ostree admin status'));
    for (const { checksum } of deployments) {
      if (this.#dates.has(checksum)) continue;
      const date = parseCommitDate(await this.#must(`ostree show ${checksum}`));
      if (date !== undefined) this.#dates.set(checksum, date);
    }
    return deployments.map((deployment) => {
      const timestamp = this.#dates.get(deployment.checksum);
      return timestamp === undefined ? deployment : { ...deployment, timestamp };
    });
  }

  async upgrade(): Promise<Upgrade> {
    const command = (await this.#usesRpmOstree()) ? 'rpm-ostree upgrade' : 'ostree admin upgrade';
    const began = Date.now();
    const output = await this.#must(command, UPGRADE_MS);
    return parseUpgrade(output, Math.round((Date.now() - began) / 100) / 10);
  }

  /** Reboots and waits until the guest asks for a login again. */
  async reboot(): Promise<void> {
    await this.#session.shell(COMMAND_MS);
    const reboots = this.#session.rebooted(BOOT_MS);
    const leaving = this.#session.run('systemctl reboot', BOOT_MS).catch(() => undefined); // its shell goes away
    await reboots;
    await this.#session.login(BOOT_MS);
    await leaving;
    this.#hasRpmOstree = undefined;
  }

  /** Makes the deployment before the booted one boot next. */
  async rollBack(): Promise<void> {
    const command = (await this.#usesRpmOstree()) ? 'rpm-ostree rollback' : rollbackCommand(await this.deployments());
    await this.#must(command, UPGRADE_MS);
  }
}

function commandFailed(command: string, { output, status }: CommandResult): StudioError {
  const lines = output.split('\n').map((line) => line.trim());
  const last = lines.filter(Boolean).at(-1);
  const why = last === undefined ? '.' : `: ${last}`;
  return new StudioError('tool-failed', `The guest's '${command}' ended with status ${status}${why}`, {
    detail: { exitCode: status, tail: lines.slice(-20) },
  });
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
