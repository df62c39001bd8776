/** mpp-embed: files and texts that become inline sources, URLs that become curl sources. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { expandInside, type Context } from './expand';
import { findFile, type ManifestFile } from './manifest-file';
import type { Place } from './places';
import { locate, ManifestError } from './problem';
import { itemOf } from './python/subscript';
import { PyDict, PyObject, PyTuple, truth, type Value } from './python/values';
import { quote, str } from './python/text';
import { asMapping, asText, directiveReason, enter } from './run';

/** An entry of `embedded`: prints as its digest, but is written as the pair of id and digest. */
export class Embedded extends PyObject {
  readonly typeName = 'Embedded';
  constructor(
    readonly id: Value,
    readonly checksum: string,
  ) {
    super();
  }
  override text(): string {
    return this.checksum;
  }
  override repr(): string {
    return `Embedded(id=${typeof this.id === 'string' ? quote(this.id) : str(this.id)}, checksum=${quote(this.checksum)})`;
  }
  override attribute(name: string): Value | undefined {
    return name === 'id' ? this.id : name === 'checksum' ? this.checksum : undefined;
  }
  override tuple(): readonly Value[] {
    return [this.id, this.checksum];
  }
  override iterate(): Iterable<Value> {
    return this.tuple();
  }
  override item(key: Value): Value {
    return itemOf(new PyTuple(this.tuple()), key);
  }
  override length(): number {
    return 2;
  }
}

/** Embeds what the stage's file inputs ask for. */
export async function embedFiles(file: ManifestFile, stage: PyDict, context: Context): Promise<void> {
  const inputs = stage.get('inputs');
  if (inputs === undefined) return;
  const { places } = file.run;
  for (const [name, value] of asMapping(inputs, 'inputs', places.of(stage, 'inputs')).entries()) {
    const input = asMapping(value, str(name), places.of(inputs as PyDict, name));
    if (input.get('type') !== 'org.osbuild.files' || input.get('origin') !== 'org.osbuild.source') continue;
    const place = file.run.places.of(input, 'mpp-embed');
    const body = file.take(input, 'mpp-embed');
    if (body === undefined) continue;
    const directive = asMapping(body, 'mpp-embed', place);
    await expandInside(file, directive, context);
    await embed(file, input, directive, place, context);
  }
}

async function embed(
  file: ManifestFile,
  input: PyDict,
  directive: PyDict,
  place: Place | undefined,
  context: Context,
): Promise<void> {
  const { places } = file.run;
  const id = directive.get('id');
  if (id === undefined)
    throw new ManifestError("mpp-embed needs an 'id'.", { place, hint: 'Add: id: some-name', field: 'id' });
  const given = (['path', 'url', 'text'] as const).filter((key) => truth(directive.get(key) ?? null));
  const [kind] = given;
  if (!kind || given.length > 1) {
    const which = given.length > 1 ? 'has more than one' : 'has none';
    throw new ManifestError(`mpp-embed '${str(id)}' must have one of path, url and text, but ${which}.`, {
      place,
      hint: 'An empty text counts as missing.',
    });
  }
  const what = asText(directive.get(kind), kind, places.of(directive, kind) ?? place);
  const digest = await digestOf(file, kind, what, places.of(directive, kind) ?? place);
  const references = enter(input, 'references', places);
  references.set(digest, directive.has('options') ? (directive.get('options') ?? null) : new PyDict());
  const reasons = directiveReason('mpp-embed', place);
  places.put(references, digest, { place, reasons, whole: true });
  if (!places.slot(input, 'references')) places.put(input, 'references', { place, reasons: [], whole: false });
  const items = enter(
    enter(file.sources, kind === 'url' ? 'org.osbuild.curl' : 'org.osbuild.inline', places),
    'items',
    places,
  );
  places.put(items, digest, { place, reasons: [...context.reasons, ...reasons], whole: true });
  enter(file.vars, 'embedded', places).set(id, new Embedded(id, digest));
}

async function digestOf(
  file: ManifestFile,
  kind: 'path' | 'url' | 'text',
  what: string,
  place: Place | undefined,
): Promise<string> {
  const items = (source: string): PyDict =>
    enter(enter(file.sources, source, file.run.places), 'items', file.run.places);
  if (kind === 'url') {
    const digest = `sha256:${await file.run.host.fetchDigest(what).catch((thrown: unknown) => {
      throw locate(thrown, place);
    })}`;
    items('org.osbuild.curl').set(digest, what);
    return digest;
  }
  let data: Uint8Array = Buffer.from(what, 'utf8');
  if (kind === 'path') {
    const found = await findFile(file.run, what, [file.folder], 'embed').catch((thrown: unknown) => {
      throw locate(thrown, place);
    });
    if (!found) {
      throw new ManifestError(`The file '${what}' to embed does not exist.`, {
        place,
        hint: `Paths are relative to ${path.dirname(file.path)}/, the folder of the image's manifest.`,
        names: [what],
      });
    }
    file.run.opened(found.path);
    data = found.bytes;
  }
  const digest = `sha256:${createHash('sha256').update(data).digest('hex')}`;
  items('org.osbuild.inline').set(
    digest,
    PyDict.from([
      ['encoding', 'base64'],
      ['data', Buffer.from(data).toString('base64')],
    ]),
  );
  return digest;
}
