/** Packages whose files an OSTree commit cannot carry, as their repositories list them. */
import type { InstalledPackage } from '../../../shared/packages/types';
import { outsideOf, type OutsideFolder } from '../../../shared/packages/unfit';
import type { CatalogueMetadata } from './catalogue-metadata';
import { realFilesOfPackage } from './metadata/filelists';
import type { PackageIndex } from './metadata/package-index';

export interface Unfit {
  readonly name: string;
  /** Where most of its lost files are, and how many they are. */
  readonly folder: OutsideFolder;
  readonly files: number;
}

/** The folder with the most lost files, or undefined. Pure. */
export function worstFolder(paths: readonly string[]): Omit<Unfit, 'name'> | undefined {
  const counts = new Map<OutsideFolder, number>();
  for (const path of paths) {
    const folder = outsideOf(path);
    if (folder) counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  const [worst] = [...counts].sort((a, b) => b[1] - a[1]);
  return worst && { folder: worst[0], files: worst[1] };
}

/** Of packages in repositories whose file lists are not at hand, only the files that other packages may require. */
export async function findUnfit(
  index: PackageIndex,
  metadata: Pick<CatalogueMetadata, 'filesAtHand'>,
  packages: readonly InstalledPackage[],
  signal?: AbortSignal,
): Promise<Unfit[]> {
  const found: Unfit[] = [];
  for (const wanted of packages) {
    const row = index.find(wanted);
    if (!row) continue;
    const table = await metadata.filesAtHand(index.sources[row.source]?.id ?? '', signal);
    const number = table?.numberOf.get(index.text(row, 'checksum').replace(/^\w+:/, ''));
    const paths = table && number !== undefined ? realFilesOfPackage(table, number) : index.files(row);
    const worst = worstFolder(paths);
    if (worst) found.push({ name: wanted.name, ...worst });
  }
  return found;
}
