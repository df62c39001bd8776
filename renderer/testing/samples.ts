/** Small jobs, commits and machines for tests. */
import {
  Job,
  type BuildRequestInput,
  type JobStatus,
  type LogRecord,
  type QueueState,
} from '../../shared/builds/types';
import type { Commit, CommitDetails } from '../../shared/history/types';
import type { Deployment, Machine } from '../../shared/machines/types';

export const TARGET = 'starter-qemu-minimal-ostree.x86_64.qcow2';

/** A 64-digit checksum that begins with the given digits. */
export function checksum(start: string): string {
  return start.padEnd(64, '0');
}

type More = Partial<Omit<Job, 'request'>> & { request?: BuildRequestInput };

export function job(id: string, status: JobStatus, more: More = {}): Job {
  return Job.parse({
    id,
    title: TARGET,
    request: { kind: 'target', target: TARGET, defines: {} },
    workspace: '/home/me/starter',
    createdAt: 1_000,
    status,
    progress: { phases: [], fraction: 0, label: '' },
    artifacts: [],
    command: `studio build ${TARGET}`,
    ...more,
  });
}

export function done(endedAt = 3_000): JobStatus {
  return { kind: 'done', startedAt: 1_000, endedAt };
}

export function queue(more: Partial<QueueState> = {}): QueueState {
  return { paused: false, limit: 'auto', automatic: 2, runner: { kind: 'this' }, ...more };
}

export function record(seq: number, kind: LogRecord['kind'], text: string, more: Partial<LogRecord> = {}): LogRecord {
  return { seq, time: 1_000 + seq * 100, phase: 'rootfs', stage: 'org.osbuild.rpm', kind, text, ...more };
}

export function commit(start: string, parent?: string, more: Partial<Commit> = {}): Commit {
  return {
    checksum: checksum(start),
    ...(parent === undefined ? {} : { parent: checksum(parent) }),
    parentMissing: false,
    subject: '',
    timestamp: 1_790_000_000,
    refs: [],
    ...more,
  };
}

export function commitDetails(base: Commit, more: Partial<CommitDetails> = {}): CommitDetails {
  return { ...base, body: '', contentChecksum: checksum('c0'), metadata: [], ...more };
}

export function deployment(start: string, more: Partial<Deployment> = {}): Deployment {
  return {
    osname: 'starter',
    checksum: checksum(start),
    serial: 0,
    booted: false,
    pending: false,
    staged: false,
    rollback: false,
    pinned: false,
    ...more,
  };
}

export function machine(id: string, more: Partial<Machine> = {}): Machine {
  return {
    id,
    name: `machine ${id}`,
    image: `/home/me/starter/output/${TARGET}`,
    persistent: false,
    publishing: true,
    accelerator: 'tcg',
    memoryMiB: 1024,
    cpus: 2,
    createdAt: 1_000,
    state: { kind: 'shell', bootSeconds: 18.9 },
    deployments: [],
    requests: [],
    ...more,
  };
}
