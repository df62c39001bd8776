/** Commands that work on virtual machines: boot, status, upgrade, reboot, rollback, run, stop, remove. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { StudioClient } from '../../../shared/contract';
import { builtImages } from '../../../shared/builds/images';
import { StudioError } from '../../../shared/errors';
import type { GuestActionKind, Machine } from '../../../shared/machines/types';
import type { Command, CommandContext } from '../command';
import { attachConsole } from '../console';
import { seconds, short, table, when } from '../output';

/** The file that a word means: a path, or a target's name with its format. */
async function imageOf({ client, words, workspace }: CommandContext): Promise<string> {
  const [word] = words;
  const { outputDir } = await workspace();
  if (word === undefined) {
    const [newest] = builtImages(await client.call('builds.list', undefined));
    if (newest) return newest.path;
    throw new StudioError('not-found', 'No image was built yet.', { hint: 'Build one, or name an image file.' });
  }
  const candidates = [path.resolve(word), path.join(outputDir, word)];
  const found = candidates.find((file) => existsSync(file));
  if (!found)
    throw new StudioError('not-found', `There is no image '${word}', neither here nor in ${outputDir}.`, {
      hint: `Build it first: build ${word}`,
    });
  return found;
}

/** The machine that a word means: its id, its name, or the only one that runs. */
async function machineOf(client: StudioClient, word: string | undefined): Promise<Machine> {
  const all = await client.call('machines.list', undefined);
  const running = all.filter(({ state }) => state.kind !== 'stopped');
  const found =
    word === undefined ? running : all.filter((machine) => machine.id === word || machine.name === word).reverse();
  const [machine, second] = found;
  if (!machine)
    throw new StudioError('not-found', word === undefined ? 'No machine runs.' : `There is no machine '${word}'.`, {
      hint: 'machines lists them, boot starts one.',
    });
  if (word === undefined && second)
    throw new StudioError('invalid-input', `${found.length} machines run: name one.`, {
      detail: { names: found.map(({ id }) => id) },
    });
  return machine;
}

/** What `status` prints: a line for each deployment, in the order in which the boot loader has them. */
export function deploymentLines({ deployments }: Machine): string[] {
  return table(
    deployments.map((deployment) => [
      deployment.booted ? '*' : ' ',
      `${deployment.osname} ${short(deployment.checksum)}.${deployment.serial}`,
      deployment.version ?? '',
      deployment.timestamp === undefined ? '' : when(deployment.timestamp),
      [
        deployment.booted && 'booted',
        deployment.staged ? 'staged' : deployment.pending && 'pending',
        deployment.rollback && 'rollback',
        deployment.pinned && 'pinned',
      ]
        .filter(Boolean)
        .join(', '),
    ]),
  );
}

/** Waits until the guest asks for a login; fails if it never does. */
export async function waitForLogin(
  { client, signal }: Pick<CommandContext, 'client' | 'signal'>,
  id: string,
): Promise<Machine> {
  return new Promise((resolve, reject) => {
    const aborted = (): void => reject(new StudioError('cancelled', 'Cancelled.'));
    signal.addEventListener('abort', aborted, { once: true });
    const finish = (act: () => void): void => {
      signal.removeEventListener('abort', aborted);
      stopListening();
      act();
    };
    const look = (machine: Machine): void => {
      if (machine.id !== id) return;
      const { state } = machine;
      if (state.kind === 'login' || state.kind === 'shell') finish(() => resolve(machine));
      else if (state.kind === 'panicked') fail(`The guest has stopped: ${state.line}`);
      else if (state.kind === 'silent') fail('The guest never asked for a login.');
      else if (state.kind === 'stopped') fail(`The machine stopped: ${state.reason}`);
    };
    const fail = (message: string): void =>
      finish(() =>
        reject(new StudioError('tool-failed', message, { hint: 'Look at the console: boot in a terminal shows it.' })),
      );
    const stopListening = client.on('machines.changed', look);
    void client.call('machines.list', undefined).then((all) => all.forEach(look), reject);
  });
}

export const boot: Command = {
  name: 'boot',
  usage: 'boot [IMAGE|TARGET.FORMAT] [--persistent] [--memory MIB] [--cpus N] [--wait]',
  summary: 'Boot an image; in a terminal, show its console (Ctrl ] leaves it running)',
  options: {
    persistent: { type: 'boolean' },
    memory: { type: 'string' },
    cpus: { type: 'string' },
    wait: { type: 'boolean' },
  },
  async run(context) {
    const { client, output, values } = context;
    const image = await imageOf(context);
    const { id } = await client.call('machines.boot', {
      image,
      persistent: values.persistent === true,
      ...numbers({ memoryMiB: values.memory, cpus: values.cpus }),
    });
    if (process.stdin.isTTY && process.stdout.isTTY && !values.wait && !output.json) return attachConsole(context, id);
    const machine = await waitForLogin(context, id);
    output.value(machine);
    const took = machine.state.kind === 'login' ? ` in ${seconds(machine.state.bootSeconds)}` : '';
    output.line(`${id} booted to its login${took} (${machine.accelerator}). It keeps running: stop ${id} ends it.`);
    return 0;
  },
};

function numbers(words: Record<string, unknown>): Record<string, number> {
  const given = Object.entries(words).filter(([, word]) => typeof word === 'string');
  return Object.fromEntries(
    given.map(([name, word]) => {
      if (!/^\d+$/.test(String(word))) throw new StudioError('invalid-input', `'${String(word)}' is not a number.`);
      return [name, Number(word)];
    }),
  );
}

export const attach: Command = {
  name: 'console',
  usage: 'console [MACHINE]',
  summary: "Show a running machine's serial console (Ctrl ] leaves it)",
  async run(context) {
    return attachConsole(context, (await machineOf(context.client, context.words[0])).id);
  },
};

function guestCommand(name: string, action: GuestActionKind, summary: string): Command {
  return {
    name,
    usage: `${name} [MACHINE]`,
    summary,
    async run({ client, output, words }) {
      const { id } = await machineOf(client, words[0]);
      const machine = await client.call('machines.act', { id, action });
      output.value(machine);
      const { lastUpgrade } = machine;
      if (action === 'upgrade' && lastUpgrade)
        output.line(lastUpgrade.available ? (lastUpgrade.transferred ?? 'Upgraded.') : 'No upgrade available.');
      for (const line of deploymentLines(machine)) output.line(line);
    },
  };
}

export const status = guestCommand('status', 'refresh', "Show a guest's deployments");
export const upgrade = guestCommand('upgrade', 'upgrade', "Run the guest's own upgrade");
export const reboot = guestCommand('reboot', 'reboot', 'Reboot a guest and wait for its login');
export const rollback = guestCommand('rollback', 'rollback', 'Make the earlier deployment boot next');

export const runInGuest: Command = {
  name: 'run',
  usage: "run MACHINE 'COMMAND'",
  summary: "Run one command line in a guest's shell; its status is the exit status",
  async run({ client, output, words }) {
    const [word, ...rest] = words;
    if (rest.length === 0) throw new StudioError('invalid-input', 'run takes a machine and a command.');
    const { id } = await machineOf(client, word);
    const answer = await client.call('machines.run', { id, command: rest.join(' ') });
    output.value(answer);
    output.line(answer.output.trimEnd());
    return answer.status;
  },
};

export const stop: Command = {
  name: 'stop',
  usage: 'stop [MACHINE] [--kill]',
  summary: 'Shut a machine down, or end it at once',
  options: { kill: { type: 'boolean' } },
  async run({ client, output, words, values }) {
    const { id } = await machineOf(client, words[0]);
    await client.call('machines.stop', { id, how: values.kill ? 'kill' : 'shutdown' });
    output.line(values.kill ? `${id} was ended.` : `${id} is shutting down.`);
  },
};

export const remove: Command = {
  name: 'remove',
  usage: 'remove MACHINE',
  summary: 'Remove a stopped machine with its overlay and log',
  async run({ client, output, words }) {
    const { id } = await machineOf(client, words[0] ?? '');
    await client.call('machines.remove', { id });
    output.line(`${id} was removed.`);
  },
};
