#!/usr/bin/env node
/**
 * Builds what changed: `node scripts/build.mjs [--only renderer|node] [--again]`.
 * Output is made aside and moved into out/ when it is complete.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { nodeEntries, rendererEntry, sources } from './build/entries.mjs';
import { readStamps, sourceStamp, writeStamps } from './build/stamp.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const out = path.join(root, 'out');

async function viteBuild(configFile, mode, outDir) {
  const { build } = await import('vite');
  await build({
    configFile: path.join(root, configFile),
    mode,
    logLevel: 'warn',
    build: { outDir, emptyOutDir: false },
  });
}

async function buildRenderer(aside) {
  if (!existsSync(path.join(root, rendererEntry))) return skip(rendererEntry);
  await viteBuild('vite.config.ts', 'production', path.join(aside, 'renderer'));
  await mkdir(out, { recursive: true });
  await rm(path.join(out, 'renderer'), { recursive: true, force: true });
  await rename(path.join(aside, 'renderer'), path.join(out, 'renderer'));
  return true;
}

async function buildNode(aside) {
  const present = Object.entries(nodeEntries).filter(([, entry]) => existsSync(path.join(root, entry)) || skip(entry));
  await Promise.all(present.map(([name]) => viteBuild('vite.node.config.ts', name, path.join(aside, 'node'))));
  await mkdir(out, { recursive: true });
  for (const file of await readdir(path.join(aside, 'node')))
    await rename(path.join(aside, 'node', file), path.join(out, file));
  return present.length === Object.keys(nodeEntries).length;
}

function skip(entry) {
  console.log(`[build] ${entry} does not exist yet: skipped`);
  return false;
}

function isComplete(part) {
  const wanted = part === 'renderer' ? ['renderer/index.html'] : Object.keys(nodeEntries).map((name) => `${name}.cjs`);
  return wanted.every((file) => existsSync(path.join(out, file)));
}

/** Builds the named parts if their sources changed; gives the names of those that were built. */
export async function buildStale({ parts = ['renderer', 'node'], again = false } = {}) {
  const built = [];
  const { NODE_ENV } = process.env;
  for (const part of parts) {
    const stamp = sourceStamp(root, sources[part]);
    if (!again && readStamps(root)[part] === stamp && isComplete(part)) continue;
    const started = Date.now();
    await mkdir(path.join(root, '.cache'), { recursive: true });
    const aside = await mkdtemp(path.join(root, '.cache', 'build-'));
    try {
      const whole = await (part === 'renderer' ? buildRenderer(aside) : buildNode(aside));
      if (whole) writeStamps(root, { ...readStamps(root), [part]: stamp });
    } finally {
      await rm(aside, { recursive: true, force: true });
    }
    console.log(`[build] ${part} in ${((Date.now() - started) / 1000).toFixed(1)} s`);
    built.push(part);
  }
  // Vite sets NODE_ENV for good; what is started after the build is not part of it.
  if (NODE_ENV === undefined) delete process.env.NODE_ENV;
  else process.env.NODE_ENV = NODE_ENV;
  return built;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
  if (only !== undefined && !Object.hasOwn(sources, only)) {
    console.error('usage: node scripts/build.mjs [--only renderer|node] [--again]');
    process.exit(2);
  }
  const built = await buildStale({ ...(only ? { parts: [only] } : {}), again: process.argv.includes('--again') });
  if (built.length === 0) console.log('[build] up to date');
}
