/** How a commit gets onto a virtual machine: from an image that holds it, or from one that is built of it. */
import { builtImages, jobOfCommit, type BuiltImage } from '../../../shared/builds/images';
import type { Job } from '../../../shared/builds/types';
import type { Commit } from '../../../shared/history/types';
import type { Target } from '../../../shared/manifest/types';

export type BootPlan =
  | { readonly kind: 'image'; readonly image: BuiltImage }
  /** A disk is built of the commit with this target's image pipelines, then booted. */
  | { readonly kind: 'build'; readonly target: string }
  /** Several targets could make the disk, and nothing tells which. */
  | { readonly kind: 'choose'; readonly targets: readonly string[] }
  | { readonly kind: 'impossible'; readonly reason: string };

/** The way to boot a commit. `commits`: those of the repository, for the target that built its neighbours. */
export function bootPlan(
  commit: Commit,
  commits: readonly Commit[],
  jobs: readonly Job[],
  targets: readonly Target[],
): BootPlan {
  const image = builtImages(jobs).find((candidate) => candidate.commit === commit.checksum);
  if (image) return { kind: 'image', image };
  const bootable = targets.filter((target) => target.type === 'ostree' && diskFormat(target) !== undefined);
  const usual = targetOfJob(jobOfCommit(jobs, commit.checksum)) ?? targetOfRelatives(commit, commits, jobs);
  const match = bootable.find((target) => target.name === usual) ?? targetOfRef(commit, bootable);
  if (match) return { kind: 'build', target: diskTarget(match) };
  if (bootable.length === 0) return { kind: 'impossible', reason: 'No target of this workspace makes a disk image.' };
  const [only] = bootable;
  if (bootable.length === 1 && only) return { kind: 'build', target: diskTarget(only) };
  return { kind: 'choose', targets: bootable.map(diskTarget) };
}

function diskFormat(target: Target): 'qcow2' | 'img' | undefined {
  return target.formats.includes('qcow2') ? 'qcow2' : target.formats.includes('img') ? 'img' : undefined;
}

function diskTarget(target: Target): string {
  return `${target.name}.${diskFormat(target) ?? 'qcow2'}`;
}

/** A job's target without format and suffix: `starter-qemu-minimal-ostree.x86_64`. */
function targetOfJob(job: Job | undefined): string | undefined {
  if (job?.request.kind !== 'target') return undefined;
  return job.request.target.replace(/\.(qcow2|img|repo)$/, '').replace(/@[^.]*/, '');
}

/** The target that built another commit of the same ref. */
function targetOfRelatives(commit: Commit, commits: readonly Commit[], jobs: readonly Job[]): string | undefined {
  const byChild = new Map(commits.map((entry) => [entry.parent, entry]));
  const byChecksum = new Map(commits.map((entry) => [entry.checksum, entry]));
  let child = byChild.get(commit.checksum);
  let parent = commit.parent === undefined ? undefined : byChecksum.get(commit.parent);
  for (let steps = 0; steps < 50 && (child ?? parent); steps++) {
    const target =
      (child && targetOfJob(jobOfCommit(jobs, child.checksum))) ??
      (parent && targetOfJob(jobOfCommit(jobs, parent.checksum)));
    if (target) return target;
    child = child && byChild.get(child.checksum);
    parent = parent?.parent === undefined ? undefined : byChecksum.get(parent.parent);
  }
  return undefined;
}

/** The target whose distribution, architecture and name are the ref's: `starter/x86_64/qemu-minimal`. */
function targetOfRef(commit: Commit, targets: readonly Target[]): Target | undefined {
  return targets.find((target) =>
    commit.refs.includes(`${target.distro}/${target.arch}/${target.target}-${target.image}`),
  );
}
