/** What can be written here: osbuild-mpp's directives, and the variables of the target. */
import type { CompletionContext, CompletionResult, CompletionSource } from '@codemirror/autocomplete';
import type { Variable } from '../../../shared/manifest/types';
import { valueText } from './define-fields';

const DIRECTIVES: Readonly<Record<string, string>> = {
  'mpp-vars': 'sets variables',
  'mpp-eval': 'the value of a Python expression',
  'mpp-if': 'one of two values',
  'mpp-join': 'lists, one after the other',
  'mpp-format-string': 'text with {expressions}',
  'mpp-format-json': 'JSON with {expressions}',
  'mpp-import-pipelines': 'the pipelines of another file',
  'mpp-import-pipeline': 'one pipeline of another file',
  'mpp-depsolve': 'packages with all they need',
  'mpp-embed': 'a file or text in the manifest itself',
  'mpp-define-image': 'a disk with its partitions',
  'mpp-resolve-images': 'container images by digest',
};

/** Completes `mpp-` and `$`; in other text, on demand only, the variables. */
export function completions(variables: () => readonly Variable[]): CompletionSource {
  return (context: CompletionContext): CompletionResult | null => {
    const directive = context.matchBefore(/mpp-[\w-]*/);
    if (directive)
      return {
        from: directive.from,
        options: Object.entries(DIRECTIVES).map(([label, detail]) => ({ label, detail, type: 'keyword' })),
      };
    const dollar = context.matchBefore(/\$\{?\w*/);
    const word = dollar ?? context.matchBefore(/\w+/);
    if (!word || (!dollar && !context.explicit)) return null;
    return {
      from: dollar ? dollar.from + (/^\$\{?/.exec(dollar.text)?.[0].length ?? 0) : word.from,
      options: variables().map(({ name, value }) => ({
        label: name,
        detail: shorten(valueText(value)),
        type: 'variable',
      })),
    };
  };
}

function shorten(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}
