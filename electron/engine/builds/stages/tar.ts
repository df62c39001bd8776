import { inputOf, list } from './paths';
import { anyInput, boolean, object, string, strings } from './schemas';
import { defineStage } from './stage';

interface Options {
  filename: string;
  format?: string;
  compression?: 'auto' | 'xz' | 'gzip' | 'zstd';
  acls?: boolean;
  selinux?: boolean;
  xattrs?: boolean;
  'root-node'?: 'include' | 'omit';
  paths?: string[];
  sparse?: boolean;
  transform?: string;
  'numeric-owner'?: boolean;
}

/**
 * tar(1)'s arguments. Files are sorted by name, and none is younger than the pipeline's time: the same tree gives the
 * same archive.
 */
export function tarArgs(options: Options, file: string, tree: string, epoch: number | undefined): string[] {
  const { format = 'gnu', compression = 'auto', acls = true, selinux = true, xattrs = true, transform } = options;
  // GNU tar changes from its own format to POSIX's as soon as there are attributes to keep.
  const posix = format === 'posix' || (format === 'gnu' && (acls || selinux || xattrs));
  return [
    `--format=${format}`,
    // When a file was read last says nothing of it, and differs from build to build.
    ...(posix ? ['--pax-option', 'delete=atime,delete=ctime'] : []),
    ...(acls ? ['--acls'] : []),
    ...(selinux ? ['--selinux'] : []),
    ...(xattrs ? ['--xattrs', '--xattrs-include', '*'] : []),
    ...(options.sparse ? ['--sparse'] : []),
    ...(transform ? ['--transform', transform] : []),
    ...(options['numeric-owner'] ? ['--numeric-owner'] : []),
    ...(compression === 'auto' ? ['--auto-compress'] : [`--${compression}`]),
    '--sort=name',
    ...(epoch === undefined ? [] : [`--mtime=@${epoch}`, '--clamp-mtime']),
    ...['-cf', file, '-C', tree],
  ];
}

/** https://www.gnu.org/software/tar/manual/ */
export const tar = defineStage<Options>({
  type: 'org.osbuild.tar',
  summary: 'Pack a tree into a tar archive',
  options: {
    ...object(
      {
        filename: string,
        format: { type: 'string', enum: ['gnu', 'oldgnu', 'posix', 'ustar', 'v7'] },
        compression: { type: 'string', enum: ['auto', 'xz', 'gzip', 'zstd'] },
        ...{ acls: boolean, selinux: boolean, xattrs: boolean },
        'root-node': { enum: ['include', 'omit'] },
        ...{ paths: strings, sparse: boolean, transform: string, 'numeric-owner': boolean },
      },
      ['filename'],
    ),
    not: { required: ['root-node', 'paths'] },
  },
  inputs: object({ tree: anyInput }, ['tree']),
  tools: ['tar'],
  toolsFor: ({ filename, compression = 'auto' }) => {
    const ending = { '.gz': 'gzip', '.tgz': 'gzip', '.xz': 'xz', '.zst': 'zstd', '.bz2': 'bzip2' };
    if (compression !== 'auto') return [compression];
    return Object.entries(ending).flatMap(([name, program]) => (filename.endsWith(name) ? [program] : []));
  },
  capabilities: ['CAP_MAC_ADMIN'],
  async run(context) {
    const { options } = context;
    const tree = inputOf(context, 'tree').path;
    const file = `${context.tree}/${options.filename.replace(/^\/+/, '')}`;
    const whole = options['root-node'] === 'omit' ? await list(context, tree) : ['.'];
    const members = options.paths && options.paths.length > 0 ? options.paths : whole;
    // A name may begin with a dash.
    const argv = [...tarArgs(options, file, tree, context.sourceEpoch), '--', ...members];
    await context.run('tar', argv, { env: { XZ_OPT: '--threads 0' } });
  },
});
