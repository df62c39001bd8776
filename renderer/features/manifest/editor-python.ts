/** YAML in which osbuild-mpp's expressions are read as Python. */
import { yamlLanguage } from '@codemirror/lang-yaml';
import { LanguageSupport } from '@codemirror/language';
import { parseMixed, type Input, type SyntaxNode, type SyntaxNodeRef } from '@lezer/common';
import { parser as python } from '@lezer/python';

/** Directives whose value is an expression as a whole. */
const EXPRESSIONS = new Set(['mpp-eval', 'mpp-if']);
/** Directives whose value is a text with expressions in braces. */
const FORMATS = /^mpp-(?:format|fmt)-\w+$/;
const VALUES = new Set(['Literal', 'QuotedLiteral', 'BlockLiteralContent']);

/** The parts of a value that are Python; undefined if it is plain text. */
export function pythonRanges(key: string, value: string, from: number): { from: number; to: number }[] | undefined {
  const quote = /^["']/.test(value) ? 1 : 0;
  if (EXPRESSIONS.has(key)) return [{ from: from + quote, to: from + value.length - quote }];
  if (!FORMATS.test(key)) return undefined;
  const ranges = [];
  for (const match of value.matchAll(/(?<!\{)\{([^{}]+)\}(?!\})/g))
    ranges.push({ from: from + match.index + 1, to: from + match.index + match[0].length - 1 });
  return ranges.length > 0 ? ranges : undefined;
}

const mixed = yamlLanguage.configure({
  wrap: parseMixed((node, input) => {
    if (!VALUES.has(node.name)) return null;
    const key = keyOf(node, input);
    const overlay = key === undefined ? undefined : pythonRanges(key, input.read(node.from, node.to), node.from);
    return overlay && overlay.every(({ from, to }) => from < to) ? { parser: python, overlay } : null;
  }),
});

export function yamlWithPython(): LanguageSupport {
  return new LanguageSupport(mixed);
}

/** The key of the pair whose value a node is. */
function keyOf(node: SyntaxNodeRef, input: Input): string | undefined {
  let at: SyntaxNode | null = node.node.parent;
  while (at && (at.name === 'BlockLiteral' || at.name === 'Tagged')) at = at.parent;
  const key = at?.name === 'Pair' ? at.getChild('Key') : null;
  // A key is a literal too.
  if (!key || (key.from <= node.from && node.to <= key.to)) return undefined;
  return input.read(key.from, key.to).replace(/^["']|["']$/g, '');
}
