import { describe, expect, it } from 'vitest';
import { Manifest } from '../../../../../shared/manifest/types';
import { exceptionOf, osbuildError } from './failure';
import { recording, replay } from './recorded-runs';

function errorOf(name: string) {
  const recorded = recording(name);
  const manifest = Manifest.safeParse(recorded.manifest);
  const failure =
    manifest.success && recorded.monitor.length > 0
      ? replay(
          recorded,
          manifest.data.pipelines.map((pipeline) => pipeline.name),
        ).failure
      : undefined;
  return osbuildError({ ...recorded, exitCode: recorded.exitStatus, argv: ['osbuild'], failure });
}

describe('why osbuild ended', () => {
  it.each([
    [
      'e1-stage-fails',
      "Pipeline 't', stage org.osbuild.copy: cp: cannot stat '/run/osbuild/tree/nosuch': No such file or directory",
    ],
    [
      'e2-stage-exception',
      "Pipeline 't', stage org.osbuild.fstab: FileNotFoundError: [Errno 2] No such file or directory: '/run/osbuild/tree/etc/fstab'",
    ],
    [
      'e3-source-404',
      'The source org.osbuild.curl: curl: error downloading http://127.0.0.1:18191/nosuch: exit code 22',
    ],
    ['e4-source-checksum', `The source org.osbuild.inline: Checksum mismatch for sha256:${'0'.repeat(64)}`],
    [
      'e9-device-missing',
      "Pipeline 't', stage org.osbuild.mkfs.ext4: FileNotFoundError: [Errno 2] No such file or directory: '/var/tmp/store-e9-device-missing/",
    ],
    ['x1-unknown-export', "osbuild ended with status 1: Export nosuch not found in ['t']"],
    ['x2-checkpoint-nomatch', 'osbuild ended with status 1: No checkpoints matched provided patterns!'],
    ['x3-no-output-dir', 'osbuild ended with status 1: Need --output-directory for --export'],
    ['x6-stage-timeout', "Pipeline 't', stage org.osbuild.noop: TimeoutError"],
  ])('tells of %s where and why', (name, message) => {
    const error = errorOf(name);
    expect(error.code).toBe('tool-failed');
    expect(error.message.slice(0, message.length)).toBe(message);
    expect(error.detail?.exitCode).toBe(1);
  });

  it('tells a failed mount without Python’s bytes', () => {
    const error = errorOf('e11-mount-fails');
    expect(error.message).toMatch(
      /^Pipeline 'image', stage org\.osbuild\.copy: RuntimeError: mount: .*unknown filesystem/,
    );
    expect(error.message).not.toMatch(/b"|\\n/);
  });

  it.each([
    ['e5-validation', 'The manifest: Additional properties are not allowed', ''],
    ['e6-unknown-stage', 'pipelines[0].stages[0]', 'pipelines[0].stages[0]'],
  ])('tells of %s the place in the manifest', (name, message, field) => {
    const error = errorOf(name);
    expect(error.code).toBe('invalid-input');
    expect(error.message).toContain(message);
    expect(error.detail?.field).toBe(field);
  });

  it.each([
    ['e7-unknown-source-ref', 'Unknown source reference(s)'],
    ['e8-bad-version', 'Unsupported manifest format'],
    ['e10-unknown-pipeline-ref', 'Unknown pipeline reference: name:nosuch'],
  ])('calls %s a fault of the manifest', (name, message) => {
    const error = errorOf(name);
    expect(error.code).toBe('invalid-input');
    expect(error.message).toContain(message);
  });

  it('calls an interrupted run cancelled', () => {
    const ending = { exitCode: 130, stdout: '\nAborted\n', stderr: '', argv: [], failure: undefined };
    expect(osbuildError(ending).code).toBe('cancelled');
  });

  it('finds the exception of the last traceback', () => {
    const first = 'Traceback (most recent call last):\n  File "a"\nKeyError: 1\n';
    expect(
      exceptionOf(`${first}\nDuring handling\n\nTraceback (most recent call last):\n  File "b"\nOSError: 2\n`),
    ).toBe('OSError: 2');
    expect(exceptionOf('nothing')).toBeUndefined();
  });
});
