/** Checking many targets without building them, two at a time. */
import type { StudioClient } from '../../../shared/contract';
import { toWire, type WireError } from '../../../shared/errors';
import type { TargetCheck } from '../../../shared/manifest/types';
import type { GetManifest, SetManifest } from './store';

/** `at`: when it ended, epoch milliseconds. */
export type CheckResult =
  | { readonly kind: 'done'; readonly check: TargetCheck; readonly at: number }
  | { readonly kind: 'failed'; readonly error: WireError; readonly at: number };

export interface CheckRun {
  readonly targets: readonly string[];
  /** How many of them were begun. */
  readonly begun: number;
  readonly running: readonly string[];
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly cancelled: boolean;
}

export interface CheckState {
  /** The last result of each target. */
  readonly checks: ReadonlyMap<string, CheckResult>;
  readonly checkRun: CheckRun | undefined;
  /** Whether the results are what is looked at. */
  readonly showsChecks: boolean;
  showChecks(shown: boolean): void;
  /** Resolves these targets, and keeps how that went. One run at a time. */
  checkTargets(names: readonly string[]): Promise<void>;
  cancelChecks(): void;
}

export const EMPTY_CHECKS: Pick<CheckState, 'checks' | 'checkRun' | 'showsChecks'> = {
  checks: new Map(),
  checkRun: undefined,
  showsChecks: false,
};

const AT_ONCE = 2;

export function checkActions(
  client: StudioClient,
  set: SetManifest,
  get: GetManifest,
): Omit<CheckState, keyof typeof EMPTY_CHECKS> {
  /** Of the run that began then, as long as it is the one that goes on. */
  const change = (startedAt: number, by: (run: CheckRun) => Partial<CheckRun>): boolean => {
    const run = get().checkRun;
    if (run?.startedAt !== startedAt) return false;
    set({ checkRun: { ...run, ...by(run) } });
    return true;
  };
  const one = async (target: string, startedAt: number) => {
    change(startedAt, (run) => ({ begun: run.begun + 1, running: [...run.running, target] }));
    const result = await client.call('manifest.check', { target }).then(
      (check): CheckResult => ({ kind: 'done', check, at: Date.now() }),
      (thrown: unknown): CheckResult => ({ kind: 'failed', error: toWire(thrown), at: Date.now() }),
    );
    const goesOn = change(startedAt, (run) => ({ running: run.running.filter((name) => name !== target) }));
    const wasCancelled = result.kind === 'failed' && result.error.code === 'cancelled';
    if (goesOn && !wasCancelled) set(({ checks }) => ({ checks: new Map(checks).set(target, result) }));
  };
  const worker = async (startedAt: number) => {
    for (;;) {
      const run = get().checkRun;
      const target = run?.targets[run.begun];
      if (run?.startedAt !== startedAt || run.cancelled || target === undefined) return;
      await one(target, startedAt);
    }
  };
  return {
    showChecks: (showsChecks) => set({ showsChecks }),
    async checkTargets(targets) {
      const before = get().checkRun;
      if ((before && isRunning(before)) || targets.length === 0) return;
      const startedAt = Math.max(Date.now(), (before?.startedAt ?? 0) + 1);
      set({ checkRun: { targets, begun: 0, running: [], startedAt, cancelled: false } });
      await Promise.all(Array.from({ length: AT_ONCE }, () => worker(startedAt)));
      change(startedAt, () => ({ endedAt: Date.now() }));
    },
    cancelChecks() {
      const run = get().checkRun;
      if (!run || !isRunning(run)) return;
      set({ checkRun: { ...run, cancelled: true } });
      client.call('manifest.cancel', { targets: [...run.running] }).catch((thrown: unknown) => {
        set({ problem: toWire(thrown) });
      });
    },
  };
}

export function isRunning(run: CheckRun | undefined): boolean {
  return run !== undefined && run.endedAt === undefined;
}
