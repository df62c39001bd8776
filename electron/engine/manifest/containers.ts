/** mpp-resolve-images: container images, pinned by the digests of their manifests. */
import { createHash } from 'node:crypto';
import { expandInside, type Context } from './expand';
import type { ManifestFile } from './manifest-file';
import type { Place } from './places';
import { locate, ManifestError } from './problem';
import { JsonError, parseJson } from './python/json';
import { str } from './python/text';
import { PyDict, truth, type Value } from './python/values';
import { asMapping, asText, directiveReason, enter } from './run';
import { stageType } from './stages';

const IMAGE_STAGES = [
  'org.osbuild.skopeo',
  'org.osbuild.ostree.deploy.container',
  'org.osbuild.container-deploy',
  'org.osbuild.bootc.install-to-filesystem',
];
const OCI_ARCH: Record<string, string> = { x86_64: 'amd64', aarch64: 'arm64', armhfp: 'arm' };
const DEFAULT_VARIANT: Record<string, string> = { arm64: 'v8', arm: 'v7' };
const LISTS = ['application/vnd.docker.distribution.manifest.list.v2+json', 'application/vnd.oci.image.index.v1+json'];
const TRANSPORTS: Record<string, string> = { docker: 'docker://', 'containers-storage': 'containers-storage:' };

export async function resolveImages(file: ManifestFile, stage: PyDict, context: Context): Promise<void> {
  if (!IMAGE_STAGES.includes(stageType(file, stage))) return;
  const { places } = file.run;
  const inputs = enter(stage, 'inputs', places);
  const images = enter(inputs, 'images', places);
  const type = images.get('type');
  if (
    (type !== 'org.osbuild.containers' && type !== 'org.osbuild.containers-storage') ||
    images.get('origin') !== 'org.osbuild.source'
  )
    return;
  const place = places.of(images, 'mpp-resolve-images');
  const body = file.take(images, 'mpp-resolve-images');
  if (body === undefined) return;
  const directive = asMapping(body, 'mpp-resolve-images', place);
  await expandInside(file, directive, context);
  const references = enter(images, 'references', places);
  const lists: Value[] = [];
  const wanted = directive.has('images') ? directive.get('images') : [];
  if (!Array.isArray(wanted))
    throw new ManifestError("'images' must be a list.", {
      place,
      hint: 'Write each image as an entry that begins with a dash.',
    });
  const fallback = type === 'org.osbuild.containers-storage' ? 'containers-storage' : undefined;
  for (const entry of wanted) {
    const list = await resolveImage(file, asMapping(entry, 'images', place), fallback, references, place);
    if (list !== undefined) lists.push(list);
  }
  const slot = { place, reasons: directiveReason('mpp-resolve-images', place), whole: true };
  places.put(images, 'references', slot);
  if (lists.length === 0) return;
  places.put(inputs, 'manifest-lists', slot);
  const manifests = enter(inputs, 'manifest-lists', places);
  manifests.set('type', 'org.osbuild.files');
  manifests.set('origin', 'org.osbuild.source');
  manifests.set('references', lists);
}

interface ImageManifest {
  json: PyDict;
  digest: string;
}

async function resolveImage(
  file: ManifestFile,
  image: PyDict,
  fallback: string | undefined,
  references: PyDict,
  outer: Place | undefined,
): Promise<string | undefined> {
  const place = file.run.places.of(image) ?? outer;
  const text = (key: string): string | undefined =>
    truth(image.get(key) ?? null) ? str(image.get(key) ?? '') : undefined;
  const given = (key: string): string | undefined => (image.has(key) ? str(image.get(key) ?? null) : undefined);
  const source = asText(image.get('source'), 'source', place);
  const [tag, digest, transport] = [text('tag'), text('digest'), text('containers-transport') ?? fallback];
  const scheme = TRANSPORTS[transport ?? 'docker'];
  if (scheme === undefined)
    throw new ManifestError(`The transport '${transport}' is not supported.`, {
      place,
      hint: 'Use docker or containers-storage.',
    });
  const load = async (suffix: string): Promise<ImageManifest> => {
    const raw = await file.run.host.inspectImage(`${scheme}${source}${suffix}`).catch((thrown: unknown) => {
      throw locate(thrown, place);
    });
    return parseManifest(raw, source, place);
  };
  const main = await load(digest !== undefined ? `@${digest}` : tag !== undefined ? `:${tag}` : '');
  const rpmArch = given('arch') ?? str(file.lookup('arch') ?? '');
  const chosen = isList(main.json)
    ? await load(
        `@${matching(main.json, OCI_ARCH[rpmArch] ?? rpmArch, given('os') ?? 'linux', text('variant'), source, place)}`,
      )
    : main;
  const id = configDigest(chosen.json, source, place);
  const items = (name: string): PyDict => enter(enter(file.sources, name, file.run.places), 'items', file.run.places);
  if (transport === 'containers-storage') items('org.osbuild.containers-storage').set(id, new PyDict());
  else {
    const pinned = PyDict.from([
      ['name', source],
      ['digest', chosen.digest],
    ]);
    if (transport !== undefined) pinned.set('containers-transport', transport);
    items('org.osbuild.skopeo').set(id, PyDict.from([['image', pinned]]));
  }
  references.set(
    id,
    PyDict.from([
      ['name', image.has('name') ? (image.get('name') ?? null) : tag !== undefined ? `${source}:${tag}` : source],
    ]),
  );
  if (!truth(image.get('index') ?? false)) return undefined;
  items('org.osbuild.skopeo-index').set(main.digest, PyDict.from([['image', PyDict.from([['name', source]])]]));
  return main.digest;
}

function parseManifest(raw: Uint8Array, source: string, place: Place | undefined): ImageManifest {
  try {
    const json = parseJson(Buffer.from(raw).toString('utf8'));
    if (json instanceof PyDict) return { json, digest: `sha256:${createHash('sha256').update(raw).digest('hex')}` };
  } catch (thrown) {
    if (!(thrown instanceof JsonError)) throw thrown;
  }
  throw new ManifestError(`The registry's manifest of '${source}' is not JSON.`, {
    place,
    hint: 'Check the image name.',
  });
}

function isList(json: PyDict): boolean {
  const media = json.get('mediaType');
  return typeof media === 'string' && media !== '' ? LISTS.includes(media) : json.has('manifests');
}

function matching(
  json: PyDict,
  arch: string,
  os: string,
  variant: string | undefined,
  source: string,
  place: Place | undefined,
): string {
  const list = json.get('manifests');
  const entries = Array.isArray(list) ? list.filter((entry) => entry instanceof PyDict) : [];
  const find = (wanted: string | undefined): PyDict | undefined =>
    entries.find((entry) => {
      const platform = entry.get('platform');
      if (!(platform instanceof PyDict) || platform.get('architecture') !== arch || platform.get('os') !== os)
        return false;
      return wanted === undefined || platform.get('variant') === wanted;
    });
  const preferred = variant ?? DEFAULT_VARIANT[arch];
  const found =
    (preferred === undefined ? undefined : find(preferred)) ?? (variant === undefined ? find(undefined) : undefined);
  if (found) return str(found.get('digest') ?? '');
  throw new ManifestError(
    `The image '${source}' has no variant for ${[arch, os, variant].filter(Boolean).join(', ')}.`,
    {
      place,
      hint: 'Name an architecture that the image is built for.',
    },
  );
}

function configDigest(json: PyDict, source: string, place: Place | undefined): string {
  if (json.get('schemaVersion') === 1n) {
    throw new ManifestError(`The image '${source}' has the old schema version 1.`, {
      place,
      hint: 'Push it again with a current tool.',
    });
  }
  const config = json.get('config');
  return config instanceof PyDict ? str(config.get('digest') ?? '') : '';
}
