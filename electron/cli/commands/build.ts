import { EngineChoice } from '../../../shared/builds/types';
import { StudioError } from '../../../shared/errors';
import { parseDefine, parseDefines } from '../../../shared/manifest/defines';
import { parseTargetName } from '../../../shared/manifest/target-name';
import type { Defines } from '../../../shared/manifest/types';
import { text, texts, type Command, type Values } from '../command';
import { followJob } from '../follow-job';
import { bytes, short } from '../output';

interface Asked {
  target: string;
  defines: Defines;
  ostreeRepo: string | undefined;
}

/** The words after `build`: a target, and make's `NAME=VALUE` as people have them in their scripts. */
export function parseBuildWords(words: readonly string[], values: Values): Asked {
  const targets = words.filter((word) => !word.includes('='));
  const [target] = targets;
  if (!target || targets.length > 1)
    throw new StudioError('invalid-input', 'build takes one target.', {
      hint: 'npm run studio -- targets lists them.',
    });
  parseTargetName(target);
  let defines: Defines = {};
  let ostreeRepo = text(values, 'ostree-repo');
  for (const word of words.filter((each) => each !== target)) {
    const at = word.indexOf('=');
    const [name, value] = [word.slice(0, at), word.slice(at + 1)];
    if (name === 'OSTREE_REPO') ostreeRepo = value;
    else if (name === 'DEFINES') defines = { ...defines, ...parseDefines(value) };
    else
      throw new StudioError('invalid-input', `'${name}' is not known here.`, {
        hint: 'OSTREE_REPO= and DEFINES= are.',
      });
  }
  defines = { ...defines, ...parseDefines(text(values, 'defines') ?? '') };
  for (const word of texts(values, 'define')) {
    const [name, value] = parseDefine(word);
    defines[name] = value;
  }
  return { target, defines, ostreeRepo };
}

/** @throws StudioError `invalid-input` */
function engineOf(values: Values): EngineChoice {
  const engine = EngineChoice.safeParse(text(values, 'engine') ?? 'auto');
  if (engine.success) return engine.data;
  throw new StudioError('invalid-input', `'${text(values, 'engine')}' is not an engine.`, {
    hint: `They are ${EngineChoice.options.join(', ')}; the command engines tells what they can do here.`,
  });
}

export const build: Command = {
  name: 'build',
  usage: "build TARGET [-D NAME=JSON]… [OSTREE_REPO=DIR] [DEFINES='…'] [--commit CHECKSUM] [--engine ENGINE]",
  summary: 'Build a target: an image (.qcow2, .img) or a commit alone (.repo)',
  options: {
    define: { type: 'string', short: 'D', multiple: true },
    defines: { type: 'string' },
    'ostree-repo': { type: 'string' },
    commit: { type: 'string' },
    engine: { type: 'string' },
  },
  async run(context) {
    const { client, output, values, words } = context;
    const { target, defines, ostreeRepo } = parseBuildWords(words, values);
    const engine = engineOf(values);
    await context.workspace();
    const commit = text(values, 'commit');
    const more = { target, defines, engine, ...(ostreeRepo === undefined ? {} : { ostreeRepo }) };
    const { id } = await client.call(
      'builds.enqueue',
      commit ? { kind: 'image-of-commit', commit, ...more } : { kind: 'target', ...more },
    );
    const job = await followJob(context, id);
    for (const artifact of job.artifacts) {
      if (artifact.kind === 'image') output.line(`  ${artifact.path} (${bytes(artifact.size)})`);
      if (artifact.kind === 'commit')
        output.line(
          `  ${artifact.ref} is ${artifact.checksum}${artifact.parent ? `, after ${short(artifact.parent)}` : ', the first commit'}`,
        );
    }
    output.value(job);
  },
};

export const starterRepository: Command = {
  name: 'starter-repository',
  usage: 'starter-repository',
  summary: "Make or refresh the starter workspace's RPM repository of this machine's Debian packages",
  async run(context) {
    await context.workspace();
    const { id } = await context.client.call('builds.enqueue', { kind: 'starter-repository' });
    context.output.value(await followJob(context, id));
  },
};

export const retry: Command = {
  name: 'retry',
  usage: 'retry JOB',
  summary: 'Run a job again with the same request',
  async run(context) {
    const { id } = await context.client.call('builds.retry', { id: context.words[0] ?? '' });
    context.output.value(await followJob(context, id));
  },
};
