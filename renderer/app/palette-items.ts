/** What the palette can find: commands, targets, files, commits, jobs, machines and packages. */
import type { IconName } from '../ui/icon-shapes';
import { formatShortDate, shortChecksum } from '../ui/format';
import type { Command } from './commands';
import { fuzzyScore } from './fuzzy';
import type { Stores } from './stores';

export interface PaletteItem {
  readonly key: string;
  readonly title: string;
  /** Searched too, and shown dimly. */
  readonly more: string;
  readonly kind: 'Command' | 'Target' | 'File' | 'Commit' | 'Job' | 'Machine' | 'Package';
  readonly icon: IconName;
  readonly shortcut?: string;
  readonly run: () => void;
}

const MOST = 60;
/** Of two that fit alike, the kind that is meant more often. */
const WEIGHT: Readonly<Record<PaletteItem['kind'], number>> = {
  Command: 6,
  Target: 5,
  Machine: 4,
  File: 3,
  Commit: 2,
  Job: 1,
  Package: 0,
};

/** Everything, as it is when the palette opens. */
export function paletteItems(stores: Stores, commands: readonly Command[]): readonly PaletteItem[] {
  const { go } = stores.navigation.getState();
  const { workspace } = stores.manifest.getState();
  return [
    ...commands
      .filter((command) => command.id !== 'view.palette' && command.enabled())
      .map((command): PaletteItem => {
        const [shortcut] = command.shortcuts;
        const item = { key: command.id, title: command.title, more: '', kind: 'Command', icon: command.icon } as const;
        return { ...item, run: command.run, ...(shortcut === undefined ? {} : { shortcut }) };
      }),
    ...(workspace?.targets ?? []).map(({ name, formats }): PaletteItem => ({
      key: `target ${name}`,
      title: name,
      more: formats.join(', '),
      kind: 'Target',
      icon: 'target',
      run: () => go({ place: 'compose', target: name }),
    })),
    ...(workspace?.files ?? []).map(({ path }): PaletteItem => ({
      key: `file ${path}`,
      title: path,
      more: '',
      kind: 'File',
      icon: 'file',
      run: () => go({ place: 'compose', file: path }),
    })),
    ...recordItems(stores),
  ];
}

function recordItems(stores: Stores): PaletteItem[] {
  const { go } = stores.navigation.getState();
  return [
    ...stores.machines.getState().machines.map((machine): PaletteItem => ({
      key: `machine ${machine.id}`,
      title: machine.name,
      more: machine.state.kind,
      kind: 'Machine',
      icon: 'machines',
      run: () => go({ place: 'machines', machine: machine.id }),
    })),
    ...stores.history
      .getState()
      .commits.slice(0, 5000)
      .map((commit): PaletteItem => ({
        key: `commit ${commit.checksum}`,
        title: [commit.version, commit.subject].filter(Boolean).join(' · ') || shortChecksum(commit.checksum),
        more: [shortChecksum(commit.checksum), ...commit.refs].join(' '),
        kind: 'Commit',
        icon: 'commit',
        run: () => go({ place: 'history', commit: commit.checksum }),
      })),
    ...[...stores.builds.getState().jobs].reverse().map((job): PaletteItem => ({
      key: `job ${job.id}`,
      title: `Job ${job.id}: ${job.title}`,
      more: `${job.status.kind} · ${formatShortDate(job.createdAt)}`,
      kind: 'Job',
      icon: 'builds',
      run: () => go({ place: 'builds', job: job.id }),
    })),
    ...stores.packages
      .getState()
      .rows.slice(0, 5000)
      .map((row): PaletteItem => ({
        key: `package ${row.name}.${row.arch}`,
        title: row.name,
        more: row.summary,
        kind: 'Package',
        icon: 'packages',
        run: () => go({ place: 'packages', package: row.name }),
      })),
  ];
}

/** The best of them, best first; without a query, commands and targets. */
export function matchItems(items: readonly PaletteItem[], query: string): readonly PaletteItem[] {
  if (query.trim() === '') {
    return items.filter((item) => item.kind === 'Command' || item.kind === 'Target').slice(0, MOST);
  }
  return items
    .flatMap((item) => {
      const title = fuzzyScore(query, item.title);
      if (title === undefined && !hasWords(query, `${item.title} ${item.more}`)) return [];
      return [{ item, score: (title ?? 0) + WEIGHT[item.kind] }];
    })
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST)
    .map(({ item }) => item);
}

/** In a long text letters in their order are chance: there the words themselves have to be. */
function hasWords(query: string, text: string): boolean {
  const lower = text.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
