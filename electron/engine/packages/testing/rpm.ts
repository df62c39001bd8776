/** Small packages, made by the real rpmbuild. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface Spec {
  readonly name: string;
  readonly epoch?: number;
  readonly version: string;
  readonly release?: string;
  readonly summary: string;
  readonly description?: string;
  readonly requires?: readonly string[];
  readonly provides?: readonly string[];
  readonly conflicts?: readonly string[];
  /** Text by absolute path. */
  readonly files?: Readonly<Record<string, string>>;
}

function specText(spec: Spec): string {
  const files = Object.entries(spec.files ?? {});
  return [
    `Name: ${spec.name}`,
    ...(spec.epoch === undefined ? [] : [`Epoch: ${spec.epoch}`]),
    `Version: ${spec.version}`,
    `Release: ${spec.release ?? '1'}`,
    `Summary: ${spec.summary}`,
    'License: MIT',
    'BuildArch: noarch',
    'AutoReqProv: no',
    ...(spec.requires ?? []).map((text) => `Requires: ${text}`),
    ...(spec.provides ?? []).map((text) => `Provides: ${text}`),
    ...(spec.conflicts ?? []).map((text) => `Conflicts: ${text}`),
    '%description',
    spec.description ?? spec.summary,
    '%install',
    ...files.flatMap(([file, text]) => [
      `mkdir -p %{buildroot}${path.dirname(file)}`,
      `cat > %{buildroot}${file} <<'END'`,
      text.slice(0, -1),
      'END',
    ]),
    '%files',
    ...files.map(([file]) => file),
    '',
  ].join('\n');
}

/** Builds one package in `work` and puts it into `output`; gives its file. */
export function buildRpm(work: string, output: string, spec: Spec): string {
  mkdirSync(work, { recursive: true });
  mkdirSync(output, { recursive: true });
  const file = path.join(work, 'package.spec');
  writeFileSync(file, specText(spec));
  const rpms = path.join(work, 'rpms');
  execFileSync('rpmbuild', ['-bb', '--quiet', '--define', `_topdir ${work}`, '--define', `_rpmdir ${rpms}`, file], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, HOME: work, LC_ALL: 'C.UTF-8' },
  });
  const folder = path.join(rpms, 'noarch');
  const [made] = readdirSync(folder);
  if (made === undefined) throw new Error(`rpmbuild made no package for ${spec.name}`);
  renameSync(path.join(folder, made), path.join(output, made));
  rmSync(rpms, { recursive: true });
  return path.join(output, made);
}

/** Packs a repository's metadata again, with zstd: not every createrepo_c can do it. */
export function packWithZstd(repository: string): void {
  const folder = path.join(repository, 'repodata');
  const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  let repomd = readFileSync(path.join(folder, 'repomd.xml'), 'utf8');
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.xml.gz'))) {
    const before = readFileSync(path.join(folder, name));
    const after = execFileSync('zstd', ['--stdout', '--quiet'], { input: gunzipSync(before) });
    const packed = name.replace(sha256(before), sha256(after)).replace(/\.gz$/, '.zst');
    writeFileSync(path.join(folder, packed), after);
    rmSync(path.join(folder, name));
    repomd = repomd
      .replaceAll(name, packed)
      .replaceAll(sha256(before), sha256(after))
      .replaceAll(`<size>${before.length}</size>`, `<size>${after.length}</size>`);
  }
  writeFileSync(path.join(folder, 'repomd.xml'), repomd);
}
