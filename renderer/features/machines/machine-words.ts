/** What a machine's state is called, and why a guest action cannot be done now. */
import { assertNever } from '../../../shared/errors';
import type { Deployment, GuestActionKind, Machine, MachineState } from '../../../shared/machines/types';
import { formatDuration } from '../../ui/format';

export type Tone = 'ok' | 'run' | 'warn' | 'bad' | 'mute';

export interface StateWords {
  readonly tone: Tone;
  readonly label: string;
  /** The whole story for a tooltip. */
  readonly more: string | undefined;
}

/** A state as dot and word; `now` in epoch milliseconds for those that last. */
export function stateWords(state: MachineState, now: number): StateWords {
  switch (state.kind) {
    case 'starting':
      return { tone: 'run', label: 'starting', more: 'QEMU is being started.' };
    case 'booting':
      return { tone: 'run', label: `booting ${seconds(now - state.since)}`, more: 'No login prompt yet.' };
    case 'login':
      return { tone: 'ok', label: 'login', more: `Login prompt after ${formatDuration(state.bootSeconds)}.` };
    case 'shell':
      return { tone: 'ok', label: 'shell', more: 'A shell prompt is there: commands can be run.' };
    case 'panicked':
      return { tone: 'bad', label: 'panicked', more: state.line };
    case 'silent':
      return { tone: 'warn', label: `silent ${seconds(now - state.since)}`, more: 'No prompt came in time.' };
    case 'stopped':
      return { tone: 'mute', label: 'stopped', more: state.reason };
    default:
      return assertNever(state);
  }
}

function seconds(milliseconds: number): string {
  return formatDuration(Math.max(0, Math.floor(milliseconds / 1000)));
}

export function isRunning(machine: Machine): boolean {
  return machine.state.kind !== 'stopped';
}

const DOING: Readonly<Record<GuestActionKind, string>> = {
  refresh: 'Reading deployments',
  upgrade: 'Upgrading',
  reboot: 'Rebooting',
  rollback: 'Rolling back',
};

/** What goes on in the guest, in words. */
export function actionWords(action: GuestActionKind): string {
  return DOING[action];
}

/** Why an action cannot be done now, in a sentence; undefined if it can. */
export function whyNot(
  machine: Machine,
  action: GuestActionKind,
  acting: GuestActionKind | undefined,
): string | undefined {
  const busy = machine.action ?? acting;
  if (busy) return `${actionWords(busy)}; wait until it has ended.`;
  const notReady = whyNotReady(machine.state);
  if (notReady) return notReady;
  if (action === 'upgrade' && !machine.publishing) return 'No repository is published to this machine.';
  if (action === 'rollback' && machine.deployments.length > 0 && !hasOther(machine.deployments)) {
    return 'There is only one deployment: nothing to roll back to.';
  }
  return undefined;
}

function whyNotReady(state: MachineState): string | undefined {
  switch (state.kind) {
    case 'starting':
    case 'booting':
      return 'The guest is still booting.';
    case 'panicked':
      return 'The guest panicked. Reset it.';
    case 'silent':
      return 'The guest gives no prompt.';
    case 'stopped':
      return 'The machine is stopped.';
    case 'login':
    case 'shell':
      return undefined;
    default:
      return assertNever(state);
  }
}

function hasOther(deployments: readonly Deployment[]): boolean {
  return deployments.some((deployment) => !deployment.booted);
}

export interface DeploymentTag {
  readonly text: string;
  readonly tone: Tone;
}

/** The tags of a deployment, the most telling first. */
export function deploymentTags(deployment: Deployment): readonly DeploymentTag[] {
  const tags: DeploymentTag[] = [];
  if (deployment.booted) tags.push({ text: 'booted', tone: 'ok' });
  if (deployment.pending) tags.push({ text: 'pending', tone: 'run' });
  if (deployment.staged) tags.push({ text: 'staged', tone: 'run' });
  if (deployment.rollback) tags.push({ text: 'rollback', tone: 'warn' });
  if (deployment.pinned) tags.push({ text: 'pinned', tone: 'mute' });
  return tags;
}

/** Name for a machine of an image: its file name without the format. */
export function nameOfImage(image: string): string {
  const file = image.slice(image.lastIndexOf('/') + 1);
  return file.replace(/\.(qcow2|img|raw)$/, '').replace(/\.(x86_64|aarch64)$/, '');
}

/** The checksum of the booted deployment, else of the image. */
export function bootedChecksum(machine: Machine): string | undefined {
  return machine.deployments.find((deployment) => deployment.booted)?.checksum ?? machine.commit;
}
