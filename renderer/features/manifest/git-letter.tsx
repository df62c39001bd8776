import type { GitFileState } from '../../../shared/manifest/types';
import { GIT_LETTERS } from './git-actions';

/** A file's state in git, as git's short status writes it. */
export function GitLetter({ state }: { readonly state: GitFileState }) {
  const { letter, words, tone } = GIT_LETTERS[state];
  return (
    <abbr className="git-letter" data-tone={tone} title={words} aria-label={words}>
      {letter}
    </abbr>
  );
}
