/** What the studio needs from the machine that it runs on. */
import { z } from 'zod';
import { Accelerator } from './machines/types';

export const SetupCheck = z.object({
  id: z.string(),
  title: z.string(),
  /** What it is for, in a few words. */
  purpose: z.string(),
  state: z.enum(['ok', 'missing', 'warning']),
  /** What was found: a version, a path. */
  found: z.string().optional(),
  /** What is wrong and what follows from it. */
  problem: z.string().optional(),
  /** A command that the user can copy and run to mend it. */
  command: z.string().optional(),
});
export type SetupCheck = z.infer<typeof SetupCheck>;

export const SetupReport = z.object({
  checks: z.array(SetupCheck),
  /** Which engine executes manifests. */
  engine: z.enum(['osbuild', 'built-in']),
  privilege: z.object({
    kind: z.enum(['root', 'sudo', 'pkexec', 'none']),
    explanation: z.string(),
  }),
  /** Undefined until it was tested on this boot of the host. */
  accelerator: Accelerator.optional(),
  /** Free bytes where builds work and where the workspace is. */
  freeBytes: z.number(),
});
export type SetupReport = z.infer<typeof SetupReport>;

export const AppInfo = z.object({
  version: z.string(),
  electron: z.string().optional(),
  node: z.string(),
  platform: z.string(),
  dataDir: z.string(),
  /** Set where the Electron runtime is past its end of life (development only). */
  runtimeWarning: z.string().optional(),
});
export type AppInfo = z.infer<typeof AppInfo>;
