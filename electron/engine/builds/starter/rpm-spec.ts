/** The spec file of a converted package. Pure. Format: https://rpm-software-management.github.io/rpm/manual/spec.html */
import type { ControlFields, PackedFile } from './deb-control';
import { rpmDependencies, splitVersion } from './deb-control';

/** Documentation and translations are left out, as an image that is built with `exclude.docs` would. */
const LEFT_OUT = /^\/usr\/share\/(doc|man|locale|lintian|info|bug|doc-base)(\/|$)|^\/var(\/|$)|^\/(boot|run|tmp)(\/|$)/;

export function isLeftOut(path: string): boolean {
  return LEFT_OUT.test(path);
}

/** RPM's name of a Debian architecture. */
export function rpmArchitecture(debian: string): string {
  const known: Readonly<Record<string, string>> = { amd64: 'x86_64', arm64: 'aarch64', all: 'noarch', i386: 'i686' };
  return known[debian] ?? debian;
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().replaceAll('%', '%%');
/** A name in %files: quoted, `%` doubled; where rpm would see a glob pattern, `?` stands for its characters. */
function fileName(path: string): string {
  const pattern = /[*?"\\]|\[.*\]|\{.*\}/.test(path);
  return `"${(pattern ? path.replace(/[*?"\\[\]{}]/g, '?') : path).replaceAll('%', '%%')}"`;
}

/** The line of one file: mode and owner are named where they are not what `%defattr` says. */
function fileLine(file: PackedFile): string {
  const special = file.owner !== 'root' || file.group !== 'root' || !file.mode.startsWith('0');
  const attributes = special ? `%attr(${file.mode},${file.owner},${file.group}) ` : '';
  return `${attributes}${file.type === 'dir' ? '%dir ' : ''}${fileName(file.path)}`;
}

/**
 * The lines of %files: every file and link, and the directories that would otherwise be missing (empty) or wrong
 * (a mode or owner of their own).
 */
export function fileLines(files: readonly PackedFile[]): string[] {
  const kept = files.filter((file) => !isLeftOut(file.path) && file.type !== 'other');
  const parents = new Set(kept.map((file) => file.path.slice(0, file.path.lastIndexOf('/'))));
  const wanted = kept.filter((file) => {
    if (file.type !== 'dir') return true;
    if (file.path.split('/').length < 3) return false; // the top-level tree belongs to the image
    return !parents.has(file.path) || file.mode !== '0755' || file.group !== 'root';
  });
  return [...new Set(wanted.map(fileLine))];
}

/** `Name: …` to `%files`, with the file list read from `listFile`. */
export function specFile(fields: ControlFields, listFile: string): string {
  const name = fields.get('Package') ?? '';
  const { epoch, version, release } = splitVersion(fields.get('Version') ?? '0');
  const [summary = name, ...rest] = (fields.get('Description') ?? name).split('\n');
  const description = rest.map((line) => oneLine(line)).map((line) => (line === '.' ? '' : line));
  const tags: [string, string][] = [
    ['Name', name],
    ...(epoch ? [['Epoch', epoch] as [string, string]] : []),
    ['Version', version],
    ['Release', release || '1'],
    ['Summary', oneLine(summary) || name],
    ['License', 'Debian (see the source package)'],
    ['Vendor', 'Debian'],
    ...(fields.get('Homepage') ? [['URL', oneLine(fields.get('Homepage') ?? '')] as [string, string]] : []),
    ['AutoReqProv', 'no'],
  ];
  const relate = (tag: string, field: string): [string, string][] =>
    rpmDependencies(fields.get(field)).map((dependency) => [tag, dependency]);
  const provided = new Set(rpmDependencies(fields.get('Provides')).map((item) => item.split(' ')[0]));
  const notItself = ([, value]: [string, string]): boolean => !provided.has(value.split(' ')[0] ?? '');
  tags.push(
    ...relate('Requires', 'Pre-Depends'),
    ...relate('Requires', 'Depends'),
    ...relate('Recommends', 'Recommends'),
    ...relate('Provides', 'Provides'),
    ...relate('Conflicts', 'Conflicts').filter(notItself),
  );
  return [
    ...tags.map(([tag, value]) => `${tag}: ${value}`),
    '%description',
    ...(description.length > 0 ? description : [oneLine(summary)]),
    `%files -f ${listFile}`,
    '%defattr(-,root,root,-)',
    '',
  ].join('\n');
}
