import { inputOf, locate } from './paths';
import { anyInput, boolean, object, string } from './schemas';
import { defineStage } from './stage';

interface Options {
  filename: string;
  format: { type: 'qcow2'; compression?: boolean; compat?: string };
}

/** Converts a raw disk; compressed unless told otherwise. */
export const qemu = defineStage<Options>({
  type: 'org.osbuild.qemu',
  summary: 'Convert a disk image',
  options: object(
    {
      filename: string,
      format: object({ type: { type: 'string', enum: ['qcow2'] }, compression: boolean, compat: string }, ['type']),
    },
    ['filename', 'format'],
  ),
  inputs: object({ image: anyInput }, ['image']),
  tools: ['qemu-img'],
  async run(context) {
    const { filename, format } = context.options;
    const input = inputOf(context, 'image');
    const [file = ''] = input.files.keys();
    const compress = (format.compression ?? true) ? ['-c'] : [];
    const compat = format.compat === undefined ? [] : ['-o', `compat=${format.compat}`];
    const argv = ['convert', '-O', format.type, ...compress, ...compat, '-W', '-m', '8'];
    await context.run('qemu-img', [...argv, `${input.path}/${file}`, locate(filename, context)]);
  },
});
