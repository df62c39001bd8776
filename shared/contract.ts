/**
 * The table: every call that the window, the command line and the tests can make, with the schemas of its input and
 * output, and every event with its payload. A handler that is missing or wrong does not compile (see ipc.ts).
 */
import { z } from 'zod';
import { buildCalls } from './builds/calls';
import { Job, LogRecord, QueueState } from './builds/types';
import { Commit, CommitDetails, Repository } from './history/types';
import { call, id, nothing, type Client, type Emit, type Handlers as HandlersOf } from './ipc';
import { GuestActionKind, Machine } from './machines/types';
import {
  DefineSet,
  Defines,
  GitRevision,
  GitStatus,
  Manifest,
  Problem,
  Resolved,
  SearchMatch,
  StageType,
  SymbolIndex,
  TargetCheck,
  Workspace,
} from './manifest/types';
import {
  ChangelogEntry,
  LockState,
  MirrorOverride,
  Package,
  PackageDetails,
  PackageGroup,
  PackagePreview,
  PackageRepository,
  PackageUpdate,
  SearchBy,
  WorkspaceRepository,
} from './packages/types';
import { AppInfo, SetupReport } from './setup';

/** Unsaved texts by file, which are read instead of what is on disk. */
const texts = z.record(z.string(), z.string()).optional();
const file = z.object({ path: z.string() });
const packageName = z.object({ target: z.string(), name: z.string(), arch: z.string() });
const checksum = z.string().regex(/^[0-9a-f]{64}$/);

export const calls = {
  'app.info': call(nothing, AppInfo),
  /** The desktop's folder dialog; null if it was dismissed. `missing-tool` where there is no window. */
  'app.chooseFolder': call(
    z.object({ title: z.string().optional(), start: z.string().optional() }),
    z.string().nullable(),
  ),
  /** A file's path: one that is there, or with `save` a name for a new one; null if it was dismissed. */
  'app.chooseFile': call(
    z.object({ title: z.string(), start: z.string().optional(), save: z.string().optional() }),
    z.string().nullable(),
  ),
  /** The desktop's dialogs; null if it was dismissed. A file that is opened is UTF-8 text of at most 64 KiB. */
  'app.openTextFile': call(
    z.object({ title: z.string(), start: z.string().optional() }),
    z.object({ path: z.string(), text: z.string() }).nullable(),
  ),
  /** Asks where to, and writes the text there: the path, or null. */
  'app.saveTextFile': call(z.object({ title: z.string(), name: z.string(), text: z.string() }), z.string().nullable()),
  /** Shows a file or folder in the desktop's file manager. */
  'app.reveal': call(z.object({ path: z.string() }), z.null()),
  /** Opens an https page in the user's browser. */
  'app.openExternal': call(z.object({ url: z.url() }), z.null()),
  /** Probes programs, privileges and disk space; `probe: true` also runs the accelerator's self-test. */
  'setup.check': call(z.object({ probe: z.boolean().default(false) }), SetupReport),

  /** The open workspace, or null if none is. */
  'workspace.current': call(nothing, Workspace.nullable()),
  'workspace.open': call(z.object({ path: z.string() }), Workspace),
  /** Creates the starter workspace (default: in the data folder) unless it is there, and opens it. */
  'workspace.createStarter': call(z.object({ path: z.string().optional() }), Workspace),
  /** `openedAt`: epoch milliseconds, where it was kept. */
  'workspace.recents': call(
    nothing,
    z.array(z.object({ path: z.string(), name: z.string(), exists: z.boolean(), openedAt: z.number().optional() })),
  ),

  /** Takes a folder off the list; the folder stays. */
  'workspace.forgetRecent': call(file, z.null()),
  'workspace.setFavourite': call(z.object({ target: z.string(), favourite: z.boolean() }), z.null()),
  /** A new image: a copy of another one's manifest, or a template (its id). Returns the new file's path. */
  'workspace.newImage': call(
    z.object({
      /** The image's name: letters, digits, `_`; it becomes a part of target names. */
      name: z.string(),
      from: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('copy'), manifest: z.string() }),
        z.object({ kind: z.literal('template'), id: z.string() }),
      ]),
    }),
    file,
  ),
  /** Templates that fit the open workspace's layout. */
  'workspace.templates': call(nothing, z.array(z.object({ id: z.string(), title: z.string(), summary: z.string() }))),
  /** Lines of the workspace's text files that match, in the order of files; at most `limit`. */
  'workspace.search': call(
    z.object({
      query: z.string(),
      regex: z.boolean().default(false),
      caseSensitive: z.boolean().default(false),
      limit: z.number().int().max(10_000).default(1000),
      texts,
    }),
    z.object({ matches: z.array(SearchMatch), files: z.number().int(), more: z.boolean(), tookMs: z.number() }),
  ),
  'workspace.git': call(nothing, GitStatus),
  /** A file as it was at a commit; null if it was not there. */
  'workspace.gitText': call(z.object({ path: z.string(), commit: z.string().default('HEAD') }), z.string().nullable()),
  /** Commits that changed a file, newest first, through renames. */
  'workspace.gitLog': call(
    z.object({ path: z.string(), limit: z.number().int().max(1000).default(200) }),
    z.array(GitRevision),
  ),
  /** Public keys of this user (`~/.ssh/*.pub`). */
  'workspace.sshKeys': call(nothing, z.array(z.object({ path: z.string(), text: z.string() }))),

  /** Text of a workspace file, with the SHA-256 of its bytes for a later write. */
  'manifest.read': call(z.object({ path: z.string() }), z.object({ text: z.string(), hash: z.string() })),
  /** Replaces a file if it still has `hash`; a conflict otherwise. */
  'manifest.write': call(
    z.object({ path: z.string(), text: z.string(), hash: z.string() }),
    z.object({ hash: z.string() }),
  ),
  /** A new file; `conflict` if there is one. */
  'manifest.create': call(z.object({ path: z.string(), text: z.string() }), z.object({ hash: z.string() })),
  /** Takes a file away; it is kept until the studio ends, and `undo` brings it back. */
  'manifest.remove': call(file, z.object({ undo: z.string() })),
  'manifest.restore': call(z.object({ undo: z.string() }), file),
  /** A newer request for the same target ends an older one as `cancelled`. */
  'manifest.resolve': call(z.object({ target: z.string(), defines: Defines, texts }), Resolved),
  /** Resolves a target with its saved defines, and answers only how it went. */
  'manifest.check': call(z.object({ target: z.string() }), TargetCheck),
  /** Ends what is being resolved or checked for these targets (all if none is named). */
  'manifest.cancel': call(z.object({ targets: z.array(z.string()).optional() }), z.null()),
  /** The manifest that the last finished build of a target ran; null if there was none. */
  'manifest.lastBuilt': call(
    z.object({ target: z.string() }),
    z.object({ job: z.string(), builtAt: z.number(), manifest: Manifest }).nullable(),
  ),
  /** Stage types of the built-in engine and of an installed osbuild, by name. */
  'manifest.stageTypes': call(nothing, z.array(StageType)),
  'manifest.symbols': call(z.object({ texts }), SymbolIndex),
  /** crypt(5) text of a password, made by the system's own tools; nothing is kept or logged. */
  'manifest.hashPassword': call(
    z.object({ password: z.string().min(1).max(512), method: z.enum(['yescrypt', 'sha512-crypt']) }),
    z.object({ hash: z.string() }),
  ),
  /** The defines that are kept for a target in the workspace's own file. */
  'manifest.defines': call(z.object({ target: z.string() }), Defines),
  /** Named sets of a target, by name, from the workspace's own file. */
  'manifest.defineSets': call(z.object({ target: z.string() }), z.array(DefineSet)),
  /** Keeps a set under its name, or (`defines: null`) takes it away. Returns what was there before. */
  'manifest.saveDefineSet': call(
    z.object({ target: z.string(), name: z.string().min(1).max(80), defines: Defines.nullable() }),
    DefineSet.nullable(),
  ),
  'manifest.setDefines': call(z.object({ target: z.string(), defines: Defines }), z.array(Problem)),

  'packages.repositories': call(z.object({ target: z.string() }), z.array(PackageRepository)),
  /** Asks all servers again, and reads what changed. */
  'packages.refresh': call(z.object({ target: z.string() }), z.array(PackageRepository)),
  /**
   * The newest packages of each name and architecture, ranked: exact name, prefix, word of the name, summary. An empty
   * query lists all by name. Looking in files, a row says which file was found.
   */
  'packages.search': call(
    z.object({
      target: z.string(),
      query: z.string().max(500),
      by: SearchBy.default('name'),
      /** Only these names. */
      names: z.array(z.string()).max(100_000).optional(),
      repository: z.string().optional(),
      arch: z.string().optional(),
      limit: z.number().int().max(100_000).default(500),
    }),
    z.object({
      rows: z.array(Package.extend({ file: z.string().optional() })),
      total: z.number().int(),
      tookMs: z.number(),
    }),
  ),
  'packages.details': call(packageName, PackageDetails),
  /** All paths; folders end in a slash. */
  'packages.files': call(packageName, z.array(z.string())),
  'packages.changelog': call(packageName, z.array(ChangelogEntry)),
  'packages.groups': call(z.object({ target: z.string() }), z.array(PackageGroup)),
  /** What repositories have newer than the head commit of the target's ref. */
  'packages.updates': call(
    z.object({ target: z.string() }),
    z.object({ against: z.string().optional(), updates: z.array(PackageUpdate) }),
  ),
  /**
   * What the target's image would hold with these defines, against the head commit of its ref. A newer request for the
   * same target ends an older one as `cancelled`.
   */
  'packages.preview': call(
    z.object({ target: z.string(), defines: Defines }),
    PackagePreview.extend({ problems: z.array(Problem) }),
  ),
  /** Repositories and mirrors that the workspace's own file adds, in their order. */
  'packages.workspaceRepositories': call(
    nothing,
    z.object({ repositories: z.array(WorkspaceRepository), mirrors: z.array(MirrorOverride) }),
  ),
  'packages.saveRepositories': call(
    z.object({ repositories: z.array(WorkspaceRepository), mirrors: z.array(MirrorOverride) }),
    z.null(),
  ),
  /** Makes a repository of a folder of RPMs (createrepo_c); the number of its packages. */
  'packages.indexFolder': call(z.object({ path: z.string() }), z.object({ packages: z.number().int() })),
  /** Working offline: no server of a repository is asked. */
  'packages.offline': call(nothing, z.object({ offline: z.boolean() })),
  'packages.setOffline': call(z.object({ offline: z.boolean() }), z.null()),
  /** Why somebody picked a package, by its name: from the workspace's own file. */
  'packages.notes': call(z.object({ target: z.string() }), z.record(z.string(), z.string())),
  'packages.setNote': call(
    z.object({ target: z.string(), name: z.string(), note: z.string().max(500).nullable() }),
    z.null(),
  ),
  'packages.lock': call(z.object({ target: z.string() }), LockState),
  /** Writes what resolving gives now as the target's lock file. */
  'packages.saveLock': call(z.object({ target: z.string() }), LockState),
  'packages.setLockEnabled': call(z.object({ target: z.string(), enabled: z.boolean() }), LockState),
  /** Takes the lock file away; its text, so that it can be brought back with `manifest.create`. */
  'packages.removeLock': call(z.object({ target: z.string() }), z.object({ path: z.string(), text: z.string() })),

  ...buildCalls,

  /** The workspace's repository unless `repo` is given. A missing one has `exists: false`. */
  'history.repository': call(z.object({ repo: z.string().optional() }), Repository),
  /** Commits reachable from the refs (all if empty), newest first. */
  'history.log': call(
    z.object({
      repo: z.string().optional(),
      refs: z.array(z.string()).default([]),
      limit: z.number().int().default(100_000),
    }),
    z.array(Commit),
  ),
  'history.commit': call(z.object({ repo: z.string().optional(), checksum }), CommitDetails),

  'machines.list': call(nothing, z.array(Machine)),
  /** Boots an image; a throw-away overlay unless `persistent`. Publishes the workspace's repository. */
  'machines.boot': call(
    z.object({
      image: z.string(),
      name: z.string().optional(),
      repo: z.string().optional(),
      persistent: z.boolean().default(false),
      memoryMiB: z.number().int().min(256).max(65536).default(1024),
      cpus: z.number().int().min(1).max(64).default(2),
    }),
    id,
  ),
  'machines.stop': call(z.object({ id: z.string(), how: z.enum(['shutdown', 'reset', 'kill']) }), z.null()),
  /** Removes a stopped machine with its overlay and log. */
  'machines.remove': call(id, z.null()),
  /** Runs the guest's own commands, visibly in the console; logs in first if needed. Ends when the guest has answered. */
  'machines.act': call(z.object({ id: z.string(), action: GuestActionKind }), Machine),
  /** Runs one command line in the guest's shell, visibly; returns its output and status. */
  'machines.run': call(
    z.object({ id: z.string(), command: z.string(), timeoutSeconds: z.number().max(3600).default(120) }),
    z.object({ output: z.string(), status: z.number().int() }),
  ),
  /** Connects a terminal port (see ipc.ts BytePort) to the serial console; scroll-back is replayed first. */
  'machines.attach': call(z.object({ id: z.string(), terminal: z.string() }), z.null()),
} as const;

export const events = {
  'workspace.changed': Workspace.nullable(),
  /** Files of the open workspace were written or removed, by whomever; relative to it. None: only git's state moved. */
  'workspace.filesChanged': z.object({ paths: z.array(z.string()) }),
  /** Repositories of the workspace changed: what they hold, or which there are. */
  'packages.changed': z.object({}),
  'builds.changed': Job,
  'builds.removed': id,
  /** New records; where there are more than 500 at once only the last ones: `builds.log` has the others. */
  'builds.log': z.object({ id: z.string(), records: z.array(LogRecord) }),
  'builds.queueChanged': QueueState,
  /** A repository's refs moved. */
  'history.changed': z.object({ repo: z.string() }),
  'machines.changed': Machine,
  'machines.removed': id,
} as const;

export type Calls = typeof calls;
export type Events = typeof events;
export type Handlers = HandlersOf<Calls>;
export type StudioClient = Client<Calls, Events>;
export type EmitEvent = Emit<Events>;
/** What only a shell with a desktop can do: the window answers these itself, the command line with `missing-tool`. */
export type ShellHandlers = Pick<
  Handlers,
  'app.chooseFolder' | 'app.chooseFile' | 'app.openTextFile' | 'app.saveTextFile' | 'app.reveal' | 'app.openExternal'
>;
/** Everything else, answered by the engine. */
export type EngineHandlers = Omit<Handlers, keyof ShellHandlers>;
/** The handlers of one noun: `NounHandlers<'builds'>` has every `builds.*` row. */
export type NounHandlers<N extends string> = Pick<Handlers, Extract<keyof Handlers, `${N}.${string}`>>;
