/** What the preprocessor needs from outside. Everything else it does is a function of the files and the defines. */
import type { ExpressionHost } from './python/machine';
import type { SolvedPackage, SolverRequest } from './solver-types';

/** What a file is read for. */
export type FileUse = 'manifest' | 'embed';

export interface PreprocessHost extends ExpressionHost {
  /**
   * A file's bytes, or undefined if there is none.
   *
   * @throws StudioError `invalid-input` for a file that cannot or may not be read
   */
  readFile(path: string, use?: FileUse): Promise<Uint8Array | undefined>;
  /** Packages of one transaction, in the order of their names. */
  solve(request: SolverRequest): Promise<readonly SolvedPackage[]>;
  /** SHA-256 in hex of what a URL holds. */
  fetchDigest(url: string): Promise<string>;
  /** The raw manifest of a container image, as `skopeo inspect --raw` prints it. */
  inspectImage(reference: string): Promise<Uint8Array>;
  /** The commit that a remote repository's ref points at. */
  resolveCommit(remote: { url: string; contentUrl?: string; gpgKeys: readonly string[] }, ref: string): Promise<string>;
}
