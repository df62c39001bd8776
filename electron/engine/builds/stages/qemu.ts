import { fileOf, locate } from './paths';
import { anyInput, boolean, object, string } from './schemas';
import { defineStage } from './stage';

interface Format {
  type: 'qcow2' | 'vdi' | 'vmdk' | 'vpc' | 'vhdx';
  compression?: boolean;
  compat?: string;
  adapter_type?: string;
  compat6?: boolean;
  subformat?: string;
  force_size?: boolean;
}

const together = (options: readonly string[]): string[] => (options.length > 0 ? ['-o', options.join(',')] : []);

/** qemu-img(1)'s options for a format: qcow2 and vmdk are compressed unless told otherwise. */
export function formatArgs(format: Format): string[] {
  const compress = (format.compression ?? true) ? ['-c'] : [];
  const { compat, adapter_type: adapter, subformat } = format;
  switch (format.type) {
    case 'qcow2':
      return [...compress, ...together(compat ? [`compat=${compat}`] : [])];
    case 'vmdk':
      return [
        ...compress,
        ...together([
          ...(adapter ? [`adapter_type=${adapter}`] : []),
          ...(format.compat6 ? ['compat6'] : []),
          ...(subformat ? [`subformat=${subformat}`] : []),
        ]),
      ];
    case 'vpc':
      return together([`subformat=${subformat ?? 'fixed'}`, ...((format.force_size ?? true) ? ['force_size'] : [])]);
    default:
      return [];
  }
}

const kind = (type: string, properties: Record<string, unknown> = {}): object =>
  object({ type: { type: 'string', enum: [type] }, ...properties }, ['type']);
const oneOf = (...names: string[]): object => ({ type: 'string', enum: names });

const FORMATS = [
  kind('qcow2', { compression: boolean, compat: string }),
  kind('vdi'),
  kind('vmdk', {
    adapter_type: oneOf('ide', 'lsilogic', 'buslogic', 'legacyESX'),
    ...{ compat6: boolean, compression: boolean },
    subformat: oneOf(
      ...['monolithicSparse', 'monolithicFlat', 'twoGbMaxExtentSparse', 'twoGbMaxExtentFlat', 'streamOptimized'],
    ),
  }),
  kind('vpc', { force_size: boolean, subformat: oneOf('fixed', 'dynamic') }),
  kind('vhdx'),
];

/** Converts a raw disk. */
export const qemu = defineStage<{ filename: string; format: Format }>({
  type: 'org.osbuild.qemu',
  summary: 'Convert a disk image',
  options: object({ filename: string, format: { oneOf: FORMATS } }, ['filename', 'format']),
  inputs: object({ image: anyInput }, ['image']),
  tools: ['qemu-img'],
  async run(context) {
    const { filename, format } = context.options;
    const argv = ['convert', '-O', format.type, ...formatArgs(format)];
    // Writing out of order is for formats that do not grow with what is written.
    const parallel = format.type === 'qcow2' ? ['-W', '-m', '8'] : [];
    await context.run('qemu-img', [...argv, ...parallel, fileOf(context, 'image'), locate(filename, context)]);
  },
});
