import { describe, expect, it } from 'vitest';
import type { Target } from '../../../shared/manifest/types';
import { checksum, commit, done, job, TARGET } from '../../testing/samples';
import { bootPlan } from './boot-plan';

const target = (image: string, formats: Target['formats'] = ['qcow2', 'img', 'repo']): Target => ({
  name: `starter-qemu-${image}-ostree.x86_64`,
  distro: 'starter',
  target: 'qemu',
  image,
  type: 'ostree',
  layout: 'images',
  arch: 'x86_64',
  formats,
  manifest: `images/${image}.mpp.yml`,
});
const commits = [commit('b2', 'b1', { refs: ['starter/x86_64/qemu-minimal'] }), commit('b1')] as const;
const image = (id: string, start: string, endedAt: number) =>
  job(id, done(endedAt), {
    artifacts: [{ kind: 'image', path: `/out/${TARGET}`, format: 'qcow2', size: 1, commit: checksum(start) }],
  });

describe('bootPlan', () => {
  it('takes the image that holds the commit', () => {
    const plan = bootPlan(commits[0], commits, [image('1', 'b2', 10)], []);
    expect(plan).toMatchObject({ kind: 'image', image: { path: `/out/${TARGET}` } });
  });

  it('does not take an image that was built again since', () => {
    const plan = bootPlan(commits[1], commits, [image('1', 'b1', 10), image('2', 'b2', 20)], [target('minimal')]);
    expect(plan).toEqual({ kind: 'build', target: TARGET });
  });

  it('builds with the target of the job that made it, though that made a repository only', () => {
    const made = job('4', done(), {
      request: { kind: 'target', target: 'starter-qemu-developer-ostree@mine.x86_64.repo', defines: {} },
      artifacts: [{ kind: 'commit', repo: '/r', ref: 'x', checksum: checksum('b1') }],
    });
    const targets = [target('minimal'), target('developer', ['img', 'repo'])];
    expect(bootPlan(commits[1], commits, [made], targets)).toEqual({
      kind: 'build',
      target: 'starter-qemu-developer-ostree.x86_64.img',
    });
    expect(bootPlan(commits[0], commits, [made], targets)).toMatchObject({
      target: expect.stringContaining('developer'),
    });
  });

  it('goes by the ref where no job is known, and asks where nothing tells', () => {
    const targets = [target('developer'), target('minimal')];
    expect(bootPlan(commits[0], commits, [], targets)).toEqual({ kind: 'build', target: TARGET });
    expect(bootPlan(commits[1], commits, [], targets)).toMatchObject({ kind: 'choose' });
    expect(bootPlan(commits[1], commits, [], [target('minimal', ['repo'])])).toMatchObject({ kind: 'impossible' });
  });
});
