/**
 * Loads YAML as PyYAML's full loader with ordered mappings does: version 1.1 scalars, the last of equal keys wins,
 * an alias is the same object, merge keys are an error.
 */
import type { Place, Places } from './places';
import { ManifestError } from './problem';
import { PyError } from './python/errors';
import { quote } from './python/text';
import { PyDict, PySet, PyTuple, type Value } from './python/values';
import { constructScalar, YAML_TAG } from './yaml-scalars';
import { composeYaml, type MappingNode, type SequenceNode, type YamlNode } from './yaml/compose';
import { YamlError, type Mark } from './yaml/reader';

/** What the person can do about the commonest mistakes. */
const HINTS: readonly [RegExp, string][] = [
  [/'\\t' that cannot start any token/, 'Indent with spaces; YAML does not allow tabs.'],
  [/<block end>|entries are not allowed/, 'Check the indentation of this line against the lines above.'],
  [/expected ':'/, 'A key and its colon must be on one line; is a colon or a quote missing?'],
  [/values are not allowed/, 'A text with ": " in it must be quoted.'],
  [/end of stream/, 'A quote is missing: the text has no end.'],
  [/^expected ','/, 'A comma, a bracket or a quote is missing.'],
  [/undefined alias/, 'Define the anchor before it is used.'],
  [/second occurrence/, 'An anchor of this name is defined above.'],
  [/another document/, 'Put each document in a file of its own.'],
  [/:merge'$/, "Merge keys ('<<') are not part of the manifest language; write the keys out, or use mpp-join."],
  [/constructor for the tag/, 'Remove the tag.'],
  [/unhashable key/, 'A key must be a text or a number.'],
  [/special characters/, 'The file holds control characters; remove them.'],
];
/** Whole sentences, where PyYAML's second half alone does not make sense. */
const SENTENCES: Record<string, string> = {
  'but found another document': 'expected a single document in the stream, but found another document',
  'second occurrence': 'the anchor is defined twice',
};

/** @throws ManifestError with the place of the first mistake */
export function loadYaml(text: string, file: string, places: Places, compose = composeYaml): Value {
  try {
    const root = compose(text);
    return root ? new Constructor(file, places).document(root) : null;
  } catch (thrown) {
    if (thrown instanceof YamlError) throw yamlError(thrown, file);
    if (thrown instanceof RangeError) {
      const place = { file, line: 1, column: 1 };
      throw new ManifestError('The YAML cannot be read: it is nested too deeply.', {
        place,
        hint: 'No manifest needs more than a few dozen levels; is a bracket missing?',
      });
    }
    throw thrown;
  }
}

function yamlError({ problem, mark }: YamlError, file: string): ManifestError {
  const hint = HINTS.find(([pattern]) => pattern.test(problem))?.[1];
  const { line, column } = mark ?? { line: 1, column: 1 };
  return new ManifestError(`The YAML cannot be read: ${SENTENCES[problem] ?? problem}.`, {
    place: { file, line, column },
    hint: hint ?? 'See https://yaml.org/spec/1.1/ for the syntax.',
    mpp: { kind: 'yaml', text: mark ? `: ${problem} at line ${line} (col ${column})` : '' },
  });
}

/** Makes values of nodes, level by level: what a container holds is made after the container, and others beside it. */
class Constructor {
  private readonly made = new Map<YamlNode, Value>();
  private readonly making = new Set<YamlNode>();
  private waiting: (() => void)[] = [];
  constructor(
    private readonly file: string,
    private readonly places: Places,
  ) {}

  document(root: YamlNode): Value {
    const value = this.value(root);
    while (this.waiting.length > 0) {
      const now = this.waiting;
      this.waiting = [];
      for (const fill of now) fill();
    }
    return value;
  }

  private place({ line, column }: Mark): Place {
    return { file: this.file, line, column };
  }

  private value(node: YamlNode): Value {
    const known = this.made.get(node);
    if (known !== undefined) return known;
    if (this.making.has(node)) throw new YamlError('found unconstructable recursive node', node.mark);
    this.making.add(node);
    const value = this.make(node);
    this.making.delete(node);
    this.made.set(node, value);
    if (value !== null && typeof value === 'object') this.places.set(value, this.place(node.mark));
    return value;
  }

  private make(node: YamlNode): Value {
    const tag = node.tag.startsWith(YAML_TAG) ? node.tag.slice(YAML_TAG.length) : node.tag;
    switch (tag) {
      case 'map':
      case 'python/dict': {
        const dict = new PyDict(tag === 'map');
        return this.later(dict, () => this.fill(dict, node));
      }
      case 'seq':
      case 'python/list': {
        const list: Value[] = [];
        return this.later(list, () => this.fillList(list, node));
      }
      case 'python/tuple':
        return new PyTuple(sequenceOf(node).items.map((item) => this.value(item)));
      case 'set': {
        const keys = new PyDict();
        this.fill(keys, node);
        return new PySet(keys.keys());
      }
      case 'omap':
      case 'pairs': {
        const list: Value[] = [];
        return this.later(list, () => this.fillPairs(list, node));
      }
      default:
        return this.scalar(node);
    }
  }

  private later(value: Value, fill: () => void): Value {
    this.waiting.push(fill);
    return value;
  }

  private scalar(node: YamlNode): Value {
    const undefinedTag = (): YamlError =>
      new YamlError(`could not determine a constructor for the tag ${quote(node.tag)}`, node.mark);
    if (node.kind !== 'scalar') {
      if (constructsScalar(node.tag)) throw new YamlError(`expected a scalar node, but found ${node.kind}`, node.mark);
      throw undefinedTag();
    }
    try {
      const value = constructScalar(node.tag, node.value);
      if (value === undefined) throw undefinedTag();
      return value;
    } catch (thrown) {
      if (!(thrown instanceof PyError)) throw thrown;
      throw new ManifestError(`The YAML cannot be read: ${thrown.message}.`, {
        place: this.place(node.mark),
        hint: 'Quote the text if it is not meant as a number.',
        cause: thrown,
      });
    }
  }

  private fill(dict: PyDict, node: YamlNode): void {
    for (const [keyNode, valueNode] of mappingOf(node).pairs) {
      const key = this.value(keyNode);
      try {
        dict.has(key);
      } catch {
        throw new YamlError('found unhashable key', keyNode.mark);
      }
      dict.set(key, this.value(valueNode));
      this.places.setInner(dict, key, this.place(valueNode.mark));
    }
  }

  private fillList(list: Value[], node: YamlNode): void {
    sequenceOf(node).items.forEach((item, index) => {
      this.places.setInner(list, index, this.place(item.mark));
      list.push(this.value(item));
    });
  }

  private fillPairs(list: Value[], node: YamlNode): void {
    if (node.kind !== 'sequence') throw new YamlError(`expected a sequence, but found ${node.kind}`, node.mark);
    for (const item of node.items) {
      if (item.kind !== 'mapping')
        throw new YamlError(`expected a mapping of length 1, but found ${item.kind}`, item.mark);
      const [pair] = item.pairs;
      if (!pair || item.pairs.length !== 1)
        throw new YamlError(`expected a single mapping item, but found ${item.pairs.length} items`, item.mark);
      list.push(new PyTuple(pair.map((each) => this.value(each))));
    }
  }
}

function constructsScalar(tag: string): boolean {
  try {
    return constructScalar(tag, '0') !== undefined;
  } catch {
    return true;
  }
}

function mappingOf(node: YamlNode): MappingNode {
  if (node.kind === 'mapping') return node;
  throw new YamlError(`expected a mapping node, but found ${node.kind}`, node.mark);
}
function sequenceOf(node: YamlNode): SequenceNode {
  if (node.kind === 'sequence') return node;
  throw new YamlError(`expected a sequence node, but found ${node.kind}`, node.mark);
}
