/**
 * Loads YAML as PyYAML's full loader with ordered mappings does: version 1.1 scalars, the last of equal keys wins,
 * an alias is the same object, merge keys are an error.
 */
import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  Scalar,
  type Node as YamlNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import type { Place, Places } from './places';
import { ManifestError } from './problem';
import { PyError } from './python/errors';
import { PyDict, PySet, PyTuple, type Value } from './python/values';
import { constructScalar, resolveTag, YAML_TAG } from './yaml-scalars';

/** What the person can do about the commonest mistakes. */
const HINTS: Record<string, string> = {
  TAB_AS_INDENT: 'Indent with spaces; YAML does not allow tabs.',
  BAD_INDENT: 'Check the indentation of this line against the lines above.',
  MULTILINE_IMPLICIT_KEY: 'A key and its colon must be on one line; is a colon or a quote missing?',
  MISSING_CHAR: 'A quote, bracket or colon is missing.',
  BLOCK_AS_IMPLICIT_KEY: 'A text with ": " in it must be quoted.',
};

/** PyYAML's words, where they differ. */
const PROBLEMS: Record<string, string> = { TAB_AS_INDENT: "found character '\\t' that cannot start any token" };

/** @throws ManifestError with the place of the first mistake */
export function loadYaml(text: string, file: string, places: Places): Value {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    version: '1.1',
    schema: 'failsafe',
    merge: false,
    uniqueKeys: false,
    logLevel: 'silent',
    lineCounter: lines,
    prettyErrors: false,
    keepSourceTokens: false,
  });
  const list = Array.isArray(documents) ? documents : [];
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  for (const document of list) {
    const [error] = document.errors;
    if (error) {
      const problem = PROBLEMS[error.code] ?? error.message.replace(/ at line \d.*$/s, '');
      throw yamlError(problem, placeAt(error.pos[0]), HINTS[error.code]);
    }
  }
  const [first, second] = list;
  if (second) {
    throw yamlError(
      'expected a single document in the stream',
      placeAt(second.range[0]),
      'Put each document in a file of its own.',
    );
  }
  if (!first?.contents) return null;
  try {
    return new Constructor(text, placeAt, places).node(first.contents);
  } catch (thrown) {
    if (thrown instanceof RangeError) throw yamlError('it is nested too deeply', placeAt(0));
    throw thrown;
  }
}

function yamlError(
  problem: string,
  place: Place,
  hint = 'See https://yaml.org/spec/1.1/ for the syntax.',
  tell = true,
): ManifestError {
  return new ManifestError(`The YAML cannot be read: ${problem.replace(/\.$/, '')}.`, {
    place,
    hint,
    mpp: { kind: 'yaml', text: tell ? `: ${problem} at line ${place.line} (col ${place.column})` : '' },
  });
}

class Constructor {
  private readonly anchors = new Map<string, Value>();
  constructor(
    private readonly text: string,
    private readonly placeAt: (offset: number) => Place,
    private readonly places: Places,
  ) {}

  private place(node: YamlNode): Place {
    return this.placeAt(node.range?.[0] ?? 0);
  }

  node(node: unknown): Value {
    if (isAlias(node)) {
      const value = this.anchors.get(node.source);
      if (value === undefined)
        throw yamlError(
          `found undefined alias '${node.source}'`,
          this.place(node),
          'Define the anchor before it is used.',
        );
      return value;
    }
    if (isMap(node)) return this.map(node);
    if (isSeq(node)) return this.sequence(node);
    if (isScalar(node)) return this.scalar(node);
    return null;
  }

  private unknown(tag: string, node: YamlNode): ManifestError {
    const hint = tag.endsWith(':merge')
      ? "Merge keys ('<<') are not part of the manifest language; write the keys out, or use mpp-join."
      : 'Remove the tag.';
    const start = node.range?.[0] ?? 0;
    const written = /!\S*\s+(?:&\S+\s+)?$/.exec(this.text.slice(0, start)); // the range begins after the tag
    const place = this.placeAt(written?.index ?? start);
    return yamlError(`could not determine a constructor for the tag '${tag}'`, place, hint);
  }

  private scalar(node: Scalar): Value {
    const text = typeof node.value === 'string' ? node.value : (node.source ?? '');
    const plain = node.type === Scalar.PLAIN || node.type === undefined;
    const tag = node.tag === '!' ? `${YAML_TAG}str` : (node.tag ?? (plain ? resolveTag(text) : `${YAML_TAG}str`));
    try {
      const value = constructScalar(tag, text);
      if (value === undefined) throw this.unknown(tag, node);
      if (node.anchor) this.anchors.set(node.anchor, value);
      return value;
    } catch (thrown) {
      if (thrown instanceof PyError)
        throw yamlError(thrown.message, this.place(node), 'Quote the text if it is not meant as a number.', false);
      throw thrown;
    }
  }

  private map(node: YAMLMap): Value {
    const dict = new PyDict(true);
    this.places.set(dict, this.place(node));
    const tag = node.tag?.startsWith(YAML_TAG) ? node.tag.slice(YAML_TAG.length) : node.tag;
    if (tag !== undefined && !['map', 'set', 'python/dict', 'omap'].includes(tag))
      throw this.unknown(node.tag ?? '', node);
    if (node.anchor) this.anchors.set(node.anchor, dict);
    for (const pair of node.items) {
      const key = this.node(pair.key);
      this.entry(dict, key, pair.key as YamlNode | null, node);
      const value = pair.value as YamlNode | null;
      const at = value?.range ?? (pair.key as YamlNode | null)?.range;
      if (at) this.places.setInner(dict, key, this.placeAt(at[0]));
      dict.set(key, this.node(value));
    }
    return tag === 'set' ? new PySet(dict.keys()) : dict;
  }

  private entry(dict: PyDict, key: Value, node: YamlNode | null, map: YAMLMap): void {
    try {
      dict.has(key);
    } catch {
      throw yamlError('found unhashable key', this.place(node ?? map), 'A key must be a text or a number.');
    }
  }

  private sequence(node: YAMLSeq): Value {
    const list: Value[] = [];
    this.places.set(list, this.place(node));
    const tag = node.tag?.startsWith(YAML_TAG) ? node.tag.slice(YAML_TAG.length) : node.tag;
    if (tag !== undefined && !['seq', 'python/list', 'python/tuple', 'omap', 'pairs'].includes(tag))
      throw this.unknown(node.tag ?? '', node);
    if (node.anchor) this.anchors.set(node.anchor, list);
    node.items.forEach((item, index) => {
      const inner = isPair(item) ? null : (item as YamlNode | null);
      if (inner?.range) this.places.setInner(list, index, this.placeAt(inner.range[0]));
      if (!isPair(item)) list.push(this.node(item));
      else {
        const dict = new PyDict(true);
        dict.set(this.node(item.key), this.node(item.value));
        list.push(dict);
      }
    });
    return tag === 'python/tuple' ? new PyTuple(list) : list;
  }
}
