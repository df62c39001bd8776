/** A file, packed. */
import { fileOf, locate } from './paths';
import { anyInput, object, string } from './schemas';
import { defineStage, type StageModule } from './stage';

interface Options {
  filename: string;
  level?: number;
}

function compressor(name: 'gzip' | 'xz' | 'zstd', more: Record<string, unknown>, ending: string): StageModule {
  return defineStage<Options>({
    type: `org.osbuild.${name}`,
    summary: `Pack a file with ${name}`,
    options: object({ filename: string, ...more }, ['filename']),
    inputs: object({ file: anyInput }, ['file']),
    tools: [name],
    async run(context) {
      const { filename, level = 1 } = context.options;
      const target = locate(filename, context);
      // Each names its result after its source.
      const plain = `${target}.studio`;
      const argv = { gzip: ['--no-name', `-${level}`], xz: ['-T0', '-0'], zstd: ['-T0', '-1', '--rm', '-q'] }[name];
      await context.run('cp', ['--no-preserve=all', '--', fileOf(context, 'file'), plain], { quiet: true });
      await context.run(name, [...argv, '--force', '--', plain]);
      await context.run('mv', ['-T', '--', `${plain}${ending}`, target], { quiet: true });
    },
  });
}

export const gzip = compressor('gzip', { level: { type: 'integer', minimum: 1, maximum: 9 } }, '.gz');
export const xz = compressor('xz', {}, '.xz');
export const zstd = compressor('zstd', {}, '.zst');
