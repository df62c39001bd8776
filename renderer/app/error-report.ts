import type { AppInfo } from '../../shared/setup';

/** What a bug report needs: the message, where it happened, and which versions. */
export function reportText(thrown: unknown, info: AppInfo | undefined, components?: string | null): string {
  const error = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  const versions = info
    ? [
        `OSTree Studio ${info.version}`,
        info.electron && `Electron ${info.electron}`,
        `Node ${info.node}`,
        info.platform,
      ]
    : ['OSTree Studio'];
  return [versions.filter(Boolean).join(', '), '', error, ...(components ? ['', `In:${components}`] : [])].join('\n');
}
