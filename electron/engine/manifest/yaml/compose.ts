/**
 * The nodes of a YAML document. Grammar and words of its mistakes are PyYAML's:
 * https://github.com/yaml/pyyaml/blob/6.0/lib/yaml/parser.py
 */
import { quote } from '../python/text';
import { resolveTag, YAML_TAG } from '../yaml-scalars';
import { YamlError, type Mark } from './reader';
import { Scanner, type Token, type TokenId } from './scanner';

interface NodeBase {
  tag: string;
  mark: Mark;
}
export interface ScalarNode extends NodeBase {
  kind: 'scalar';
  value: string;
}
export interface SequenceNode extends NodeBase {
  kind: 'sequence';
  items: YamlNode[];
}
export interface MappingNode extends NodeBase {
  kind: 'mapping';
  pairs: [YamlNode, YamlNode][];
}
export type YamlNode = ScalarNode | SequenceNode | MappingNode;

interface Properties {
  anchor: string | undefined;
  tag: string | undefined;
  mark: Mark | undefined;
}

const NO_PROPERTIES: Properties = { anchor: undefined, tag: undefined, mark: undefined };
const HANDLES: readonly [string, string][] = [
  ['!', '!'],
  ['!!', YAML_TAG],
];
const MOST_DEPTH = 1000;

/** The only document of a text, or undefined if the text is empty. @throws YamlError, RangeError if nested too deeply */
export function composeYaml(text: string): YamlNode | undefined {
  return new Composer(new Scanner(text)).single();
}

class Composer {
  private readonly anchors = new Map<string, YamlNode>();
  private handles = new Map(HANDLES);
  private depth = 0;
  constructor(private readonly scanner: Scanner) {}

  single(): YamlNode | undefined {
    const isImplicit = !this.is('<directive>', '<document start>', '<stream end>');
    if (!isImplicit && !this.beginDocument()) return undefined;
    const node = isImplicit ? this.node(true) : this.content();
    if (this.is('<document end>')) this.take();
    while (this.is('<document end>')) this.take();
    const { mark } = this.scanner.peekToken();
    if (this.beginDocument()) throw new YamlError('but found another document', mark);
    return node;
  }

  private is(...ids: readonly TokenId[]): boolean {
    return this.scanner.isNext(...ids);
  }
  private take(): Token {
    return this.scanner.takeToken();
  }
  private unexpected(expected: string): YamlError {
    const { id, mark } = this.scanner.peekToken();
    return new YamlError(`${expected} ${quote(id)}`, mark);
  }

  /** Directives and `---`; false at the end of the stream. */
  private beginDocument(): boolean {
    while (this.is('<document end>')) this.take();
    if (this.is('<stream end>')) return false;
    this.directives();
    if (!this.is('<document start>')) throw this.unexpected("expected '<document start>', but found");
    this.take();
    return true;
  }

  private directives(): void {
    let hasVersion = false;
    const own = new Map<string, string>();
    while (this.is('<directive>')) {
      const { directive, mark } = this.take();
      if (directive?.name === 'YAML') {
        if (hasVersion) throw new YamlError('found duplicate YAML directive', mark);
        if (directive.major !== 1)
          throw new YamlError('found incompatible YAML document (version 1.* is required)', mark);
        hasVersion = true;
      } else if (directive?.name === 'TAG') {
        if (own.has(directive.handle)) throw new YamlError(`duplicate tag handle ${quote(directive.handle)}`, mark);
        own.set(directive.handle, directive.prefix);
      }
    }
    this.handles = new Map([...HANDLES, ...own]);
  }

  private content(): YamlNode {
    const isEmpty = this.is('<directive>', '<document start>', '<document end>', '<stream end>');
    return isEmpty ? empty(this.scanner.peekToken().mark) : this.node(true);
  }

  private node(isBlock: boolean, mayBeIndentless = false): YamlNode {
    const next = this.scanner.peekToken();
    if (next.id === '<alias>') return this.alias();
    const properties = next.id === '<anchor>' || next.id === '<tag>' ? this.properties() : NO_PROPERTIES;
    const mark = properties.mark ?? next.mark;
    const { tag } = properties;
    const own = tag === undefined || tag === '!' ? undefined : tag;
    const { id } = this.scanner.peekToken();
    const base = (kind: string): NodeBase => ({ tag: own ?? YAML_TAG + kind, mark });
    if (mayBeIndentless && id === '-') return this.sequence(base('seq'), properties, (node) => this.indentless(node));
    if (id === '<scalar>') {
      const { text = '', plain } = this.take();
      const isResolved = (plain === true && tag === undefined) || tag === '!';
      return this.named(
        { kind: 'scalar', tag: own ?? (isResolved ? resolveTag(text) : `${YAML_TAG}str`), mark, value: text },
        properties,
      );
    }
    if (id === '[') return this.sequence(base('seq'), properties, (node) => this.flowSequence(node));
    if (id === '{') return this.mapping(base('map'), properties, (node) => this.flowMapping(node));
    if (isBlock && id === '<block sequence start>')
      return this.sequence(base('seq'), properties, (node) => this.blockSequence(node));
    if (isBlock && id === '<block mapping start>')
      return this.mapping(base('map'), properties, (node) => this.blockMapping(node));
    if (properties.mark === undefined) throw this.unexpected('expected the node content, but found');
    return this.named({ ...empty(mark), tag: own ?? `${YAML_TAG}null` }, properties);
  }

  private alias(): YamlNode {
    const { text = '', mark } = this.take();
    const node = this.anchors.get(text);
    if (!node) throw new YamlError(`found undefined alias ${quote(text)}`, mark);
    return node;
  }

  private properties(): Properties {
    let [anchor, tag]: (Token | undefined)[] = [];
    for (;;) {
      if (!anchor && this.is('<anchor>')) anchor = this.take();
      else if (!tag && this.is('<tag>')) tag = this.take();
      else break;
    }
    const first = anchor && tag ? (anchor.mark.at < tag.mark.at ? anchor : tag) : (anchor ?? tag);
    return { anchor: anchor?.text, tag: tag && this.fullTag(tag), mark: first?.mark };
  }

  private fullTag({ tag, mark }: Token): string {
    const { handle, suffix } = tag ?? { handle: undefined, suffix: '' };
    if (handle === undefined) return suffix;
    const prefix = this.handles.get(handle);
    if (prefix === undefined) throw new YamlError(`found undefined tag handle ${quote(handle)}`, mark);
    return prefix + suffix;
  }

  private named<T extends YamlNode>(node: T, { anchor }: Properties): T {
    if (anchor === undefined) return node;
    if (this.anchors.has(anchor)) throw new YamlError('second occurrence', node.mark);
    this.anchors.set(anchor, node);
    return node;
  }

  private sequence(base: NodeBase, properties: Properties, read: (node: SequenceNode) => void): SequenceNode {
    const node = this.named<SequenceNode>({ kind: 'sequence', ...base, items: [] }, properties);
    this.deeper(() => read(node));
    return node;
  }
  private mapping(base: NodeBase, properties: Properties, read: (node: MappingNode) => void): MappingNode {
    const node = this.named<MappingNode>({ kind: 'mapping', ...base, pairs: [] }, properties);
    this.deeper(() => read(node));
    return node;
  }
  private deeper(read: () => void): void {
    if ((this.depth += 1) > MOST_DEPTH) throw new RangeError('nested too deeply');
    read();
    this.depth -= 1;
  }

  /** A node, or nothing before one of these tokens. */
  private nodeUnless(end: Mark, isBlock: boolean, mayBeIndentless: boolean, ...ids: readonly TokenId[]): YamlNode {
    return this.is(...ids) ? empty(end) : this.node(isBlock, mayBeIndentless);
  }

  private blockSequence({ items }: SequenceNode): void {
    this.take();
    while (this.is('-')) {
      const token = this.take();
      items.push(this.nodeUnless(token.end ?? token.mark, true, false, '-', '<block end>'));
    }
    if (!this.is('<block end>')) throw this.unexpected('expected <block end>, but found');
    this.take();
  }

  private indentless({ items }: SequenceNode): void {
    while (this.is('-')) {
      const token = this.take();
      items.push(this.nodeUnless(token.end ?? token.mark, true, false, '-', '?', ':', '<block end>'));
    }
  }

  private blockMapping({ pairs }: MappingNode): void {
    this.take();
    while (this.is('?')) {
      const question = this.take();
      const key = this.nodeUnless(question.end ?? question.mark, true, true, '?', ':', '<block end>');
      if (this.is(':')) {
        const colon = this.take();
        pairs.push([key, this.nodeUnless(colon.end ?? colon.mark, true, true, '?', ':', '<block end>')]);
      } else pairs.push([key, empty(this.scanner.peekToken().mark)]);
    }
    if (!this.is('<block end>')) throw this.unexpected('expected <block end>, but found');
    this.take();
  }

  private flowSequence({ items }: SequenceNode): void {
    this.take();
    for (let isFirst = true; !this.is(']'); isFirst = false) {
      if (!isFirst) this.comma(']');
      if (this.is('?')) items.push(this.singlePair());
      else if (!this.is(']')) items.push(this.node(false));
      else break;
    }
    this.take();
  }

  private comma(close: ']' | '}'): void {
    if (!this.is(',')) throw this.unexpected(`expected ',' or '${close}', but got`);
    this.take();
  }

  /** `[key: value]` */
  private singlePair(): MappingNode {
    const question = this.take();
    const key = this.nodeUnless(question.end ?? question.mark, false, false, ':', ',', ']');
    return {
      kind: 'mapping',
      tag: `${YAML_TAG}map`,
      mark: question.mark,
      pairs: [[key, this.flowValue(']')]],
    };
  }

  private flowValue(close: ']' | '}'): YamlNode {
    if (!this.is(':')) return empty(this.scanner.peekToken().mark);
    const colon = this.take();
    return this.nodeUnless(colon.end ?? colon.mark, false, false, ',', close);
  }

  private flowMapping({ pairs }: MappingNode): void {
    this.take();
    for (let isFirst = true; !this.is('}'); isFirst = false) {
      if (!isFirst) this.comma('}');
      if (this.is('?')) {
        const question = this.take();
        const key = this.nodeUnless(question.end ?? question.mark, false, false, ':', ',', '}');
        pairs.push([key, this.flowValue('}')]);
      } else if (!this.is('}')) {
        const key = this.node(false);
        pairs.push([key, empty(this.scanner.peekToken().mark)]);
      } else break;
    }
    this.take();
  }
}

function empty(mark: Mark): ScalarNode {
  return { kind: 'scalar', tag: `${YAML_TAG}null`, mark, value: '' };
}
