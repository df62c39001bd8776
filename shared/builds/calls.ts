/** The rows of the contract that are about builds; see contract.ts. */
import { z } from 'zod';
import { call, id, nothing } from '../ipc';
import { Manifest } from '../manifest/types';
import {
  BuildRequest,
  EngineState,
  Job,
  LogRecord,
  LogSection,
  QueueState,
  RanCommand,
  StorePart,
  StoreState,
  TreeEntry,
} from './types';

export const buildCalls = {
  /** `existing`: an identical request waits already, and this is its id. */
  'builds.enqueue': call(BuildRequest, z.object({ id: z.string(), existing: z.boolean() })),
  /** Several requests as one group, all or none; their ids in order. */
  'builds.enqueueMany': call(
    z.object({
      requests: z.array(BuildRequest).min(1).max(1000),
      priority: z.number().int().min(-1).max(1).default(0),
    }),
    z.object({ ids: z.array(z.string()) }),
  ),
  'builds.list': call(nothing, z.array(Job)),
  /** At most `limit` records from number `from` on; `total`: how many there are. A negative `from` counts from the end. */
  'builds.log': call(
    z.object({
      id: z.string(),
      from: z.number().int().default(0),
      limit: z.number().int().min(1).max(5000).default(1000),
    }),
    z.object({ records: z.array(LogRecord), total: z.number().int() }),
  ),
  /** Sections of the log, and the record numbers of its first 1,000 errors. */
  'builds.logOutline': call(
    id,
    z.object({ sections: z.array(LogSection), errors: z.array(z.number().int()), total: z.number().int() }),
  ),
  /** Record numbers of lines that match, ascending, at most 10,000; `more`: there are others. */
  'builds.logSearch': call(
    z.object({
      id: z.string(),
      query: z.string().min(1).max(1000),
      regex: z.boolean().default(false),
      caseSensitive: z.boolean().default(false),
    }),
    z.object({ hits: z.array(z.number().int()), more: z.boolean() }),
  ),
  /** Writes the log as plain text to a new file that the person chose. */
  'builds.saveLog': call(z.object({ id: z.string(), path: z.string() }), z.null()),
  'builds.cancel': call(id, z.null()),
  /** The same request again, as a new job. */
  'builds.retry': call(id, id),
  /** Removes a finished job's record and log; its artifacts stay. */
  'builds.remove': call(id, z.null()),
  /** Changes a waiting job's priority, or puts it before another one of the same priority (null: last). */
  'builds.move': call(
    z.object({
      id: z.string(),
      priority: z.number().int().min(-1).max(1).optional(),
      before: z.string().nullable().optional(),
    }),
    z.null(),
  ),
  'builds.queue': call(nothing, QueueState),
  'builds.setQueue': call(QueueState.pick({ paused: true, limit: true }).partial(), QueueState),
  /** Becomes the one that starts jobs, where the other studio is gone or gives way. `conflict` where it does not. */
  'builds.takeQueue': call(nothing, QueueState),
  /** The commands that a job ran, in order, and the manifest that it ran. */
  'builds.commands': call(id, z.array(RanCommand)),
  'builds.manifest': call(id, Manifest.nullable()),
  /** Puts an artifact's file out of sight; `restoreArtifact` brings it back until `purgeArtifact` or the next start. */
  'builds.removeArtifact': call(z.object({ id: z.string(), path: z.string() }), z.object({ undo: z.string() })),
  'builds.restoreArtifact': call(z.object({ undo: z.string() }), z.null()),
  'builds.purgeArtifact': call(z.object({ undo: z.string() }), z.null()),
  /** A shell in the sandbox of the stage that failed, on a terminal's byte port. */
  'builds.shell': call(z.object({ id: z.string(), terminal: z.string() }), z.null()),
  'builds.resizeShell': call(
    z.object({
      terminal: z.string(),
      columns: z.number().int().min(1).max(1000),
      rows: z.number().int().min(1).max(1000),
    }),
    z.null(),
  ),
  /** A folder of the failed stage's tree, sorted by name; `path` is absolute inside it. */
  'builds.tree': call(z.object({ id: z.string(), path: z.string() }), z.array(TreeEntry)),
  /** The beginning of a file there, at most 256 KiB; null where it is not text. */
  'builds.treeFile': call(
    z.object({ id: z.string(), path: z.string() }),
    z.object({ text: z.string().nullable(), size: z.number(), truncated: z.boolean() }),
  ),
  'builds.releaseSandbox': call(id, z.null()),
  'builds.store': call(nothing, StoreState),
  /** Frees parts of the store that no running job uses; bytes that were freed. */
  'builds.cleanStore': call(z.object({ parts: z.array(StorePart).min(1) }), z.object({ freed: z.number() })),
  'builds.setStoreLimit': call(z.object({ bytes: z.number().int().min(0) }), StoreState),
  'builds.engines': call(nothing, z.array(EngineState)),
} as const;
