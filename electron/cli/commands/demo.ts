/** `demo`: the whole loop on real parts, each step checked, and what it took. */
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { StudioError } from '../../../shared/errors';
import type { Machine } from '../../../shared/machines/types';
import type { Workspace } from '../../../shared/manifest/types';
import { text, type Command, type CommandContext } from '../command';
import { captureConsole, type ConsoleCapture } from '../console-capture';
import { followJob } from '../follow-job';
import { bytes, seconds, short } from '../output';
import { log } from './look';
import { deploymentLines, waitForLogin } from './machine';

const TARGET = 'starter-qemu-minimal-ostree.x86_64';
/** The repository as the guest finds it under QEMU's user network. */
const PUBLISHED = 'http://10.0.2.100/config';

interface Step {
  readonly name: string;
  readonly seconds: number;
}

/** One run of the story: its steps so far, and what they share. */
class Story {
  readonly #context: CommandContext;
  readonly steps: Step[] = [];
  readonly began = Date.now();

  constructor(context: CommandContext) {
    this.#context = context;
  }

  async step<T>(name: string, act: () => Promise<T>): Promise<T> {
    const { output, signal } = this.#context;
    if (signal.aborted) throw new StudioError('cancelled', 'Cancelled.');
    output.line(`\n== ${this.steps.length + 1}. ${name}`);
    const began = Date.now();
    const result = await act();
    const step = { name, seconds: Math.round((Date.now() - began) / 100) / 10 };
    this.steps.push(step);
    output.line(`-- seen in ${seconds(step.seconds)}`);
    return result;
  }
}

/** The story goes on only if what it tells was seen. */
function expect(seen: boolean, what: string): void {
  if (!seen) throw new StudioError('tool-failed', `The demo expected ${what}.`);
}

async function buildTarget(context: CommandContext, format: 'qcow2' | 'repo', defines: Record<string, unknown>) {
  const { id } = await context.client.call('builds.enqueue', {
    kind: 'target',
    target: `${TARGET}.${format}`,
    defines,
  });
  const job = await followJob(context, id);
  const commit = job.artifacts.find((artifact) => artifact.kind === 'commit');
  const image = job.artifacts.find((artifact) => artifact.kind === 'image');
  context.output.line(`  ${job.command}`);
  if (image) context.output.line(`  ${path.basename(image.path)}: ${bytes(image.size)}`);
  if (!commit) throw new StudioError('tool-failed', 'The build made no commit.');
  context.output.line(`  ${commit.ref}: ${commit.checksum}`);
  return { image: image?.path, commit };
}

interface Guest {
  readonly id: string;
  readonly console: ConsoleCapture;
  act(action: 'refresh' | 'upgrade' | 'reboot' | 'rollback'): Promise<Machine>;
  run(command: string): Promise<{ output: string; status: number }>;
}

async function bootImage(context: CommandContext, image: string): Promise<Guest> {
  const { client, output } = context;
  const { id } = await client.call('machines.boot', { image, name: 'demo' });
  const console = await captureConsole(context, id);
  const machine = await waitForLogin(context, id);
  const took = machine.state.kind === 'login' ? machine.state.bootSeconds : 0;
  output.line(`  login after ${seconds(took)} under ${machine.accelerator}`);
  console.take();
  const show = (): void => {
    for (const line of console.take()) output.line(`  ${line}`);
  };
  return {
    id,
    console,
    async act(action) {
      const answer = await client.call('machines.act', { id, action });
      show();
      return answer;
    },
    async run(command) {
      const answer = await client.call('machines.run', { id, command });
      show();
      return answer;
    },
  };
}

async function firstImage(context: CommandContext, story: Story, workspace: Workspace) {
  await story.step('Make the starter repository: RPMs of this machine’s Debian packages', async () => {
    const { id } = await context.client.call('builds.enqueue', { kind: 'starter-repository' });
    const { artifacts } = await followJob(context, id);
    const made = artifacts.find((artifact) => artifact.kind === 'repository');
    expect((made?.packages ?? 0) > 100, 'a repository of more than 100 packages');
  });
  const first = await story.step('Build a bootable image and its commit', () => buildTarget(context, 'qcow2', {}));
  await story.step('Look at the history', async () => {
    await log.run({ ...context, words: [] });
    const commits = await context.client.call('history.log', { repo: workspace.ostreeRepo });
    expect(commits.length === 1 && commits[0]?.parent === undefined, 'one commit without a parent');
  });
  if (first.image === undefined) throw new StudioError('tool-failed', 'The build made no image.');
  return { image: first.image, commit: first.commit };
}

async function upgradeStory(context: CommandContext, story: Story, guest: Guest, first: string): Promise<void> {
  const { client, output } = context;
  await story.step('Status: one deployment, the commit that was built', async () => {
    const { deployments } = await guest.act('refresh');
    expect(deployments.length === 1 && deployments[0]?.checksum === first, `${short(first)} to be the only deployment`);
  });
  await story.step('Upgrade: there is nothing newer', async () => {
    const { lastUpgrade } = await guest.act('upgrade');
    expect(lastUpgrade?.available === false, 'no upgrade to be available');
  });
  const second = await story.step('Build a second commit with curl, version 2', () =>
    buildTarget(context, 'repo', { extra_rpms: ['curl'], distro_version: '2' }),
  );
  const { checksum, parent } = second.commit;
  await story.step('Look at the history: the new commit and its parent', async () => {
    await log.run({ ...context, words: [] });
    const details = await client.call('history.commit', { checksum });
    expect(parent === first && details.parent === first, `the new commit's parent to be ${short(first)}`);
    expect(
      details.diff?.changes.some(({ kind, name }) => kind === 'added' && name === 'curl') === true,
      'curl to be added',
    );
  });
  await story.step('Upgrade: the guest fetches what it lacks', async () => {
    const { lastUpgrade } = await guest.act('upgrade');
    expect(lastUpgrade?.transferred !== undefined, 'objects to be transferred');
    output.line(`  fetched: ${lastUpgrade?.transferred ?? ''}`);
  });
  await story.step('Status: two deployments, the new one pending', async () => {
    const { deployments } = await guest.act('refresh');
    expect(
      deployments.length === 2 && deployments[0]?.checksum === checksum && deployments[0].pending,
      'the new commit to be pending',
    );
    expect(deployments[1]?.checksum === first && deployments[1].booted, `${short(first)} to be booted`);
  });
  await story.step('curl is not there yet', async () => {
    expect((await guest.run(`curl ${PUBLISHED}`)).status === 127, 'curl not to be found');
  });
  await story.step('Reboot into the new deployment', async () => {
    const { deployments } = await guest.act('reboot');
    expect(deployments[0]?.checksum === checksum && deployments[0].booted, 'the new commit to be booted');
  });
  await story.step('curl works, and finds the published repository', async () => {
    const { status, output: answer } = await guest.run(`curl -s ${PUBLISHED}`);
    expect(status === 0 && answer.includes('mode=archive'), "the repository's config");
  });
}

async function rollBackStory(story: Story, guest: Guest, first: string, context: CommandContext): Promise<void> {
  await story.step('Roll back: the first commit boots next', async () => {
    const machine = await guest.act('rollback');
    for (const line of deploymentLines(machine)) context.output.line(`  ${line}`);
    expect(machine.deployments[0]?.checksum === first && !machine.deployments[0].booted, `${short(first)} to be next`);
  });
  await story.step('Reboot: back on the first commit, without curl', async () => {
    const { deployments } = await guest.act('reboot');
    expect(
      deployments.some(({ booted, checksum }) => booted && checksum === first),
      `${short(first)} to be booted`,
    );
    expect((await guest.run('command -v curl')).status !== 0, 'curl to be gone');
  });
}

async function endMachine({ client }: CommandContext, id: string): Promise<void> {
  await client.call('machines.stop', { id, how: 'kill' }).catch(() => undefined);
  await client.call('machines.remove', { id }).catch(() => undefined);
}

export const demo: Command = {
  name: 'demo',
  usage: 'demo [--report FILE]',
  summary: 'Build, boot, upgrade and roll back the starter image, checking each step (in a temporary data folder)',
  options: { report: { type: 'string' } },
  fresh: true,
  async run(context) {
    const { client, output, values } = context;
    const story = new Story(context);
    const workspace = await context.workspace();
    const { image, commit } = await firstImage(context, story, workspace);
    const guest = await story.step('Boot the image', () => bootImage(context, image));
    const leave = (): void => void endMachine(context, guest.id);
    context.signal.addEventListener('abort', leave, { once: true });
    try {
      await upgradeStory(context, story, guest, commit.checksum);
      await rollBackStory(story, guest, commit.checksum, context);
    } finally {
      context.signal.removeEventListener('abort', leave);
      await endMachine(context, guest.id);
    }
    const report = { steps: story.steps, seconds: Math.round((Date.now() - story.began) / 100) / 10 };
    const file = text(values, 'report');
    if (file !== undefined) await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
    output.value(report);
    output.line(`\nEvery one of the ${story.steps.length} steps was seen, in ${seconds(report.seconds)}.`);
    const left = await client.call('machines.list', undefined);
    expect(left.length === 0, 'no machine to be left');
  },
};
