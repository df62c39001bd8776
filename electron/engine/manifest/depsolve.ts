/** mpp-depsolve: asks the solver and writes its answer as references and sources. */
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expandInside, type Context } from './expand';
import type { ManifestFile } from './manifest-file';
import { PackageInfo } from './package-info';
import type { Place } from './places';
import { locate, ManifestError } from './problem';
import { PyDict, truth, type Value } from './python/values';
import { str } from './python/text';
import { asMapping, asText, asTexts, directiveReason, enter } from './run';
import type { SolvedPackage, SolverRepository, SolverRequest } from './solver-types';
import { stageType } from './stages';

const PACKAGE_STAGES = ['org.osbuild.rpm', 'org.osbuild.pacman'];
const TEXT_KEYS = [
  'metalink',
  'mirrorlist',
  'sslcacert',
  'sslclientkey',
  'sslclientcert',
  'metadata_expire',
  'username',
  'password',
] as const;
const FLAG_KEYS = ['gpgcheck', 'sslverify', 'enabled', 'skip_if_unavailable'] as const;
const NUMBER_KEYS = ['priority', 'cost'] as const;
const REPOSITORY_KEYS = new Set<string>([
  ...TEXT_KEYS,
  ...FLAG_KEYS,
  ...NUMBER_KEYS,
  'id',
  'baseurl',
  'secrets',
  'rhsm',
  'system-repo',
]);

/** Solves the packages of an rpm stage and writes them as its references. */
export async function depsolveStage(
  file: ManifestFile,
  stage: PyDict,
  pipeline: () => string,
  context: Context,
): Promise<void> {
  if (!PACKAGE_STAGES.includes(stageType(file, stage))) return;
  const { places } = file.run;
  let holder: Value | undefined = stage.get('options');
  if (file.version === 2) holder = enter(enter(stage, 'inputs', places), 'packages', places);
  if (!(holder instanceof PyDict) || (file.version === 1 && holder.size === 0)) return;
  const place = places.of(holder, 'mpp-depsolve');
  const body = file.take(holder, 'mpp-depsolve');
  if (body === undefined) return;
  const directive = asMapping(body, 'mpp-depsolve', place);
  await expandInside(file, directive, context);
  const packages = await solve(file, directive, place);
  const checksums = add(file, packages, pipeline());
  const reasons = directiveReason('mpp-depsolve', place);
  const slot = { place, reasons, whole: true };
  const curl = file.sources.get('org.osbuild.curl');
  if (curl instanceof PyDict && !places.slot(curl, 'items'))
    places.put(curl, 'items', { ...slot, reasons: [...context.reasons, ...reasons] });
  if (file.version === 2) {
    const references = enter(holder, 'references', places);
    for (const { checksum } of checksums) references.set(checksum, new PyDict());
    places.put(holder, 'references', slot);
    return;
  }
  const list = holder.get('packages') ?? [];
  if (!Array.isArray(list))
    throw new ManifestError("'packages' must be a list.", { place: places.of(holder, 'packages') });
  holder.set('packages', [...list, ...checksums.map(({ checksum }) => checksum)]);
}

interface Solved extends SolvedPackage {
  secrets: string | undefined;
}

async function solve(file: ManifestFile, directive: PyDict, place: Place | undefined): Promise<Solved[]> {
  const { places } = file.run;
  const at = (key: string): Place | undefined => places.of(directive, key) ?? place;
  const specs = asTexts(directive.get('packages'), 'packages', at('packages'));
  if (specs.length === 0) return [];
  if (!directive.has('module-platform-id')) asText(undefined, 'module-platform-id', place);
  const listed = directive.get('repos') ?? [];
  if (!Array.isArray(listed))
    throw new ManifestError("'repos' must be a list.", {
      place: at('repos'),
      hint: 'Write each repository as an entry that begins with a dash.',
    });
  const fallback = directive.get('baseurl') ?? null;
  const repos = listed.map((repo) => repository(file, repo, fallback, at('repos')));
  const root = directive.get('root-dir') ?? null;
  const own = repos.filter((repo) => !repo.system).map((repo) => repo.repository);
  if (own.length === 0 && !truth(root)) {
    throw new ManifestError('mpp-depsolve has no repositories.', {
      place: at('repos'),
      hint: 'List at least one under repos.',
    });
  }
  const request: SolverRequest = {
    arch: asText(directive.get('architecture'), 'architecture', at('architecture')),
    releasever: str(directive.get('releasever') ?? ''),
    module_platform_id: str(directive.get('module-platform-id') ?? ''),
    repos: own,
    ...(truth(root) ? { root_dir: str(root) } : {}),
    transactions: [
      {
        'package-specs': specs,
        'exclude-specs': asTexts(directive.get('excludes'), 'excludes', at('excludes')),
        'repo-ids': asTexts(directive.get('enabled-repo-ids'), 'enabled-repo-ids', at('enabled-repo-ids')),
        install_weak_deps: !truth(directive.get('ignore-weak-deps') ?? null),
      },
    ],
  };
  const secret = new Set(repos.filter((repo) => repo.repository.rhsm).map((repo) => repo.repository.id));
  const packages = await file.run.host.solve(request).catch((thrown: unknown) => {
    throw locate(thrown, at('packages'));
  });
  return packages.map((pkg) => ({ ...pkg, secrets: secret.has(pkg.repo_id) ? 'org.osbuild.rhsm' : undefined }));
}

function repository(
  file: ManifestFile,
  value: Value,
  fallback: Value,
  outer: Place | undefined,
): { repository: SolverRepository; system: boolean } {
  const { places } = file.run;
  const place = places.of(value instanceof PyDict ? value : undefined) ?? outer;
  const description = asMapping(value, 'repos', place);
  const id = asText(description.get('id'), 'id', place);
  for (const key of description.keys()) {
    if (typeof key === 'string' && REPOSITORY_KEYS.has(key)) continue;
    throw new ManifestError(`The repository '${id}' has an unknown key '${str(key)}'.`, {
      place: places.of(description, key) ?? place,
      hint: `Known keys: ${[...REPOSITORY_KEYS].sort().join(', ')}.`,
      names: [str(key)],
    });
  }
  const secrets = description.get('secrets');
  if (secrets instanceof PyDict && secrets.get('name') !== 'org.osbuild.rhsm') {
    throw new ManifestError(`The repository '${id}' asks for unknown secrets.`, {
      place,
      hint: 'Only org.osbuild.rhsm is known.',
    });
  }
  const repo: SolverRepository = { id };
  const url = truth(description.get('baseurl') ?? null) ? (description.get('baseurl') ?? null) : fallback;
  if (truth(url)) repo.baseurl = [absoluteUrl(file, str(url))];
  for (const key of TEXT_KEYS) if (truth(description.get(key) ?? null)) repo[key] = str(description.get(key) ?? '');
  for (const key of FLAG_KEYS)
    if (description.has(key) && description.get(key) !== null) repo[key] = truth(description.get(key) ?? null);
  for (const key of NUMBER_KEYS) {
    const number = description.get(key);
    if (typeof number === 'bigint' || typeof number === 'number') repo[key] = Number(number);
    else if (typeof number === 'string' && /^-?\d+$/.test(number)) repo[key] = Number(number);
  }
  if (secrets !== undefined || truth(description.get('rhsm') ?? null)) repo.rhsm = true;
  const system = truth(description.get('system-repo') ?? null);
  if (!system && !repo.baseurl && !repo.metalink && !repo.mirrorlist) {
    throw new ManifestError(`The repository '${id}' has no address.`, {
      place,
      hint: 'Give it a baseurl, a metalink or a mirrorlist.',
    });
  }
  return { repository: repo, system };
}

/** A base URL without a scheme is a folder, relative to the root manifest's. */
function absoluteUrl(file: ManifestFile, url: string): string {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(url)) return url;
  const folder = path.resolve(file.run.request.cwd, file.folder, url);
  return pathToFileURL(folder).href.replace(/(?<=.)\/$/, '');
}

function add(file: ManifestFile, packages: readonly Solved[], pipeline: string): { checksum: string }[] {
  const infos = new PyDict();
  for (const pkg of packages) {
    infos.set(pkg.name, new PackageInfo(pkg, pkg.secrets));
    const secrets = pkg.secrets === undefined ? undefined : PyDict.from([['name', pkg.secrets]]);
    file.urls.set(
      pkg.checksum,
      secrets
        ? PyDict.from([
            ['url', pkg.remote_location],
            ['secrets', secrets],
          ])
        : pkg.remote_location,
    );
  }
  enter(file.vars, 'rpms', file.run.places).set(pipeline, infos);
  const known = file.run.packages.get(pipeline) ?? [];
  file.run.packages.set(pipeline, [...known, ...packages]);
  return packages.map(({ checksum }) => ({ checksum }));
}
