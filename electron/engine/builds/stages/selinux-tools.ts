/** SELinux labels: setfiles(8), and the policy that a system's configuration names (selinux_config(5)). */
import type { StageContext } from './stage';

/** setfiles(8)'s arguments: labels what is at `path` below `root` as the policy says. */
export function setfilesArgs(contexts: string, root: string, path: string, excluded: readonly string[] = []): string[] {
  return ['-F', '-r', root, ...excluded.flatMap((one) => ['-e', one]), contexts, `${root}${path}`];
}

export async function setfiles(context: StageContext<unknown>, argv: readonly string[]): Promise<void> {
  await context.run('setfiles', argv);
}

/** The policy of /etc/selinux/config; undefined where SELinux is off. */
export function activePolicy(config: string): string | undefined {
  const settings = new Map(
    config
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#') && line.includes('='))
      .map((line) => {
        const at = line.indexOf('=');
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()] as const;
      }),
  );
  return ['enforcing', 'permissive'].includes(settings.get('SELINUX') ?? '') ? settings.get('SELINUXTYPE') : undefined;
}
