import { describe, expect, test } from 'vitest';
import type { StudioError } from '../../../shared/errors';
import { failureError, parseSolverOutput, solverInput, type Failure } from './dnf';

const failure = (more: Partial<Failure>): Failure => ({
  kind: 'DepsolveError',
  reason: '',
  names: [],
  suggestions: {},
  problems: [],
  ...more,
});
function thrown(act: () => unknown): StudioError {
  try {
    act();
  } catch (error) {
    return error as StudioError;
  }
  throw new Error('nothing was thrown');
}

test('the question is that of osbuild-depsolve-dnf', () => {
  const transactions = [
    { 'package-specs': ['bash'], 'exclude-specs': [], 'repo-ids': ['a'], install_weak_deps: false },
  ];
  const request = {
    arch: 'x86_64',
    releasever: '9',
    module_platform_id: 'platform:el9',
    repos: [{ id: 'a' }],
    transactions,
  };
  expect(JSON.parse(solverInput(request, '/cache'))).toEqual({
    command: 'depsolve',
    arch: 'x86_64',
    releasever: '9',
    module_platform_id: 'platform:el9',
    cachedir: '/cache',
    arguments: { repos: [{ id: 'a' }], transactions },
  });
});

describe('answers', () => {
  const pkg = {
    ...{ name: 'bash', epoch: 0, version: '5', release: '1', arch: 'noarch', repo_id: 'a' },
    ...{ path: 'bash.rpm', remote_location: 'http://h/bash.rpm', checksum: 'sha256:00' },
  };
  test('packages', () => {
    expect(parseSolverOutput(JSON.stringify({ packages: [pkg] }), '', 0)).toMatchObject([{ ...pkg, install_size: 0 }]);
  });

  test('anything else is a failure of the tool, with its last lines', () => {
    expect(thrown(() => parseSolverOutput('', 'Traceback\nMemoryError\n', 1))).toMatchObject({
      code: 'tool-failed',
      message: 'The package solver failed: MemoryError',
      detail: { exitCode: 1, tail: ['Traceback', 'MemoryError'] },
    });
    expect(thrown(() => parseSolverOutput('{"packages": [{}]}', '', 0)).code).toBe('tool-failed');
  });

  test('without python3-dnf, it is a missing tool', () => {
    expect(thrown(() => parseSolverOutput('', "ModuleNotFoundError: No module named 'dnf'", 1))).toMatchObject({
      code: 'missing-tool',
      detail: { names: ['python3-dnf'] },
    });
  });
});

describe('failures name the culprit', () => {
  test('packages that no repository has, with what is near', () => {
    const error = failureError(
      failure({ kind: 'MarkingError', names: ['bsah', 'nope'], suggestions: { bsah: ['bash'], nope: [] } }),
    );
    expect(error).toMatchObject({
      code: 'invalid-input',
      message: "No repository has the packages 'bsah', 'nope'.",
      hint: "Did you mean 'bash'?",
      detail: { names: ['bsah', 'nope'] },
    });
  });

  test('packages that exclude each other', () => {
    const problems = [
      [
        'conflicting requests',
        'package dnsmasq-2.85-1.el9.x86_64 conflicts with unbound provided by unbound-1:1.16-2.el9.x86_64',
      ],
    ];
    expect(failureError(failure({ problems }))).toMatchObject({
      code: 'invalid-input',
      detail: { names: ['dnsmasq', 'unbound'] },
    });
  });

  test('a package that needs what nothing provides', () => {
    const problems = [['conflicting requests', 'nothing provides libnowhere >= 2 needed by broken-1-1.noarch']];
    expect(failureError(failure({ problems }))).toMatchObject({
      message: 'The package broken-1-1.noarch cannot be installed: nothing provides libnowhere >= 2.',
      detail: { names: ['broken'] },
    });
  });

  test('a repository that cannot be read', () => {
    const reason = "Failed to download metadata for repo 'main': Cannot download repomd.xml: All mirrors were tried";
    const error = failureError(failure({ kind: 'RepoError', reason }));
    expect(error.message).toContain("The package repository 'main' cannot be read");
    expect(error).toMatchObject({ hint: expect.stringContaining('Check its baseurl'), detail: { names: ['main'] } });
  });
});
