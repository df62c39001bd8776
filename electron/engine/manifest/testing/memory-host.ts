/** A preprocessor's host whose files are texts in memory. */
import type { PreprocessHost } from '../host';
import { preprocess, type Preprocessed } from '../preprocess';
import type { StudioError } from '../../../../shared/errors';
import { PyDict, type Value } from '../python/values';
import type { SolverRequest } from '../solver-types';

export interface MemoryHost extends PreprocessHost {
  readonly printed: string[];
  readonly questions: SolverRequest[];
}

/** Files by absolute path; everything else that is asked for is empty, and always the same. */
export function memoryHost(files: Readonly<Record<string, string>> = {}): MemoryHost {
  const printed: string[] = [];
  const questions: SolverRequest[] = [];
  return {
    printed,
    questions,
    now: () => 1_700_000_000,
    uuid4: () => '2f1a2d9e-4d0e-4b57-9f8a-3a5f3f0c7d11',
    print: (text) => void printed.push(text.replace(/\n$/, '')),
    readFile: async (file) => (file in files ? Buffer.from(files[file] ?? '') : undefined),
    solve: async (request) => {
      questions.push(request);
      return [];
    },
    fetchDigest: async () => '0'.repeat(64),
    inspectImage: async () => Buffer.from('{}'),
    resolveCommit: async () => 'c'.repeat(64),
  };
}

/** Preprocesses `/w/image.mpp.yml`; names of the other files are relative to `/w`. */
export function preprocessText(
  text: string,
  more: { files?: Record<string, string>; defines?: [string, Value][]; host?: MemoryHost } = {},
): Promise<Preprocessed> {
  const files = Object.entries({ 'image.mpp.yml': text, ...more.files });
  const host = memoryHost(Object.fromEntries(files.map(([name, body]) => [`/w/${name}`, body])));
  return preprocess(
    { path: 'image.mpp.yml', cwd: '/w', defines: PyDict.from(more.defines ?? []), arch: 'x86_64' },
    { ...host, ...(more.host && { solve: more.host.solve, print: more.host.print }) },
  );
}

/** The error that a promise is rejected with. */
export async function rejection(promise: Promise<unknown>): Promise<StudioError> {
  return promise.then(
    () => {
      throw new Error('it was not rejected');
    },
    (thrown: unknown) => thrown as StudioError,
  );
}
