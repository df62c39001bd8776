/** The words of osbuild-mpp: what each directive does, what keys it has, and where it can stand. */

export interface DirectiveKey {
  readonly name: string;
  readonly text: string;
  readonly required?: boolean;
}
export interface Directive {
  readonly name: string;
  /** A few words. */
  readonly summary: string;
  readonly text: string;
  /**
   * `top`: a key of the whole manifest; `pipelines`: an entry of the list of pipelines; `value`: instead of any value;
   * `input`: within an input of a stage.
   */
  readonly where: 'top' | 'pipelines' | 'value' | 'input';
  readonly keys?: readonly DirectiveKey[];
  /** What is written behind the key, in the snippet form of CodeMirror. */
  readonly snippet: string;
}

const PARTITIONS =
  'uuid, label (gpt or dos), partitions: a list of id, name, start, size, type, uuid, bootable, attrs.';

export const DIRECTIVES: readonly Directive[] = [
  {
    name: 'mpp-vars',
    summary: 'sets variables',
    text: 'Sets variables, in order. Later files and the defines of a target win over earlier ones.',
    where: 'top',
    snippet: '\n  ${name}: ${value}',
  },
  {
    name: 'mpp-eval',
    summary: 'the value of a Python expression',
    text: 'The value of a Python expression over all variables. The value is not expanded again.',
    where: 'value',
    snippet: ' ${expression}',
  },
  {
    name: 'mpp-if',
    summary: 'one of two values',
    text: 'Takes `then` if the Python expression is true, `else` if not. Without the branch the value is left out. Imports do not work in a branch.',
    where: 'value',
    keys: [
      { name: 'then', text: 'The value if the expression is true.' },
      { name: 'else', text: 'The value if it is not.' },
    ],
    snippet: ' ${condition}\nthen: ${value}',
  },
  {
    name: 'mpp-join',
    summary: 'lists, one after the other',
    text: 'Joins the members of a list: lists by their elements. Members can be directives themselves.',
    where: 'value',
    snippet: '\n- ${list}',
  },
  {
    name: 'mpp-format-string',
    summary: 'text with {expressions}',
    text: "Text in which {expressions} are replaced by their values, as in Python's f-strings; {{ and }} are braces.",
    where: 'value',
    snippet: ' ${text}',
  },
  {
    name: 'mpp-format-int',
    summary: 'a whole number of {expressions}',
    text: 'Like mpp-format-string; the text is then read as a whole number.',
    where: 'value',
    snippet: ' "{${expression}}"',
  },
  {
    name: 'mpp-format-json',
    summary: 'JSON of {expressions}',
    text: 'Like mpp-format-string; the text is then read as JSON.',
    where: 'value',
    snippet: " '{${expression}}'",
  },
  {
    name: 'mpp-import-pipelines',
    summary: 'the pipelines of another file',
    text: "Puts another file's pipelines here, and takes its variables. The path is looked up beside this file, then in the include folders.",
    where: 'pipelines',
    keys: [
      { name: 'path', text: 'The file; variables ($name) are replaced.', required: true },
      { name: 'ids', text: 'Names of the pipelines to take; all without it.' },
    ],
    snippet: '\n  path: ${path}',
  },
  {
    name: 'mpp-import-pipeline',
    summary: 'one pipeline of another file',
    text: 'Puts one pipeline of another file here; keys beside it are added to the pipeline.',
    where: 'pipelines',
    keys: [
      { name: 'path', text: 'The file; variables ($name) are replaced.', required: true },
      { name: 'id', text: 'Name of the pipeline.', required: true },
    ],
    snippet: '\n  path: ${path}\n  id: ${id}',
  },
  {
    name: 'mpp-define-image',
    summary: 'a disk with its partitions',
    text: `Lays out a disk, and keeps it in the variable \`image\`. The table has ${PARTITIONS}`,
    where: 'top',
    keys: imageKeys(),
    snippet: '\n  size: "${size}"\n  table:\n    label: gpt\n    partitions:\n    - name: ${root}',
  },
  {
    name: 'mpp-define-images',
    summary: 'several disks with their partitions',
    text: `Lays out disks; each is kept in the variable that its id names. The table has ${PARTITIONS}`,
    where: 'top',
    keys: [{ name: 'id', text: 'Name of the variable.', required: true }, ...imageKeys()],
    snippet: '\n- id: ${image}\n  size: "${size}"\n  table:\n    label: gpt\n    partitions:\n    - name: ${root}',
  },
  {
    name: 'mpp-depsolve',
    summary: 'packages with all they need',
    text: 'Looks up packages and all that they need in the repositories, and makes them the input of this stage.',
    where: 'input',
    keys: depsolveKeys(),
    snippet: '\n  architecture: $arch\n  packages:\n  - ${package}',
  },
  {
    name: 'mpp-embed',
    summary: 'a file or text in the manifest itself',
    text: "Puts a file, a text or what is at a URL into the manifest. Options find it as {embedded['id']}.",
    where: 'input',
    keys: [
      { name: 'id', text: "Name under which it is found: embedded['id'].", required: true },
      { name: 'path', text: 'A file, relative to the folder of the root manifest.' },
      { name: 'text', text: 'The text itself.' },
      { name: 'url', text: 'Where it is downloaded from; it is read now for its checksum.' },
      { name: 'options', text: 'Options of the reference.' },
    ],
    snippet: '\n  id: ${id}\n  path: ${path}',
  },
  {
    name: 'mpp-resolve-images',
    summary: 'container images by digest',
    text: 'Asks registries for the digests of container images, and makes them the input of this stage.',
    where: 'input',
    keys: [
      {
        name: 'images',
        text: 'A list of source, tag or digest, name, arch, os, variant, index, containers-transport.',
        required: true,
      },
    ],
    snippet: '\n  images:\n  - source: ${source}\n    tag: ${latest}',
  },
  {
    name: 'mpp-resolve-ostree-commits',
    summary: 'OSTree commits of refs',
    text: 'Asks OSTree remotes for the commits of refs, and makes them the input of this stage.',
    where: 'input',
    keys: [{ name: 'commits', text: 'A list of ref, target, remote (url, contenturl, gpgkeys).', required: true }],
    snippet: '\n  commits:\n  - ref: ${ref}\n    remote:\n      url: ${url}',
  },
];

const byName = new Map(DIRECTIVES.map((directive) => [directive.name, directive]));

/** What is known of a directive; undefined for any other key. */
export function directiveNamed(name: string): Directive | undefined {
  return byName.get(name);
}

function imageKeys(): DirectiveKey[] {
  return [
    { name: 'size', text: 'Size of the disk as text: bytes, or with a suffix as 2G.', required: true },
    { name: 'sector_size', text: 'Bytes of a sector, 512 without it.' },
    { name: 'table', text: PARTITIONS, required: true },
  ];
}

function depsolveKeys(): DirectiveKey[] {
  return [
    { name: 'architecture', text: 'The architecture of the packages, as x86_64.', required: true },
    { name: 'module-platform-id', text: 'Platform of modules, as platform:el9.' },
    { name: 'releasever', text: 'Release of the distribution, for $releasever in URLs.' },
    { name: 'baseurl', text: 'Where repositories are that have no address of their own.' },
    { name: 'repos', text: 'A list of repositories: id and baseurl, metalink or mirrorlist.' },
    { name: 'packages', text: 'Names of packages, groups as @name.', required: true },
    { name: 'excludes', text: 'Names of packages that must not be taken.' },
    { name: 'ignore-weak-deps', text: 'True: what packages only recommend is left out.' },
    { name: 'enabled-repo-ids', text: 'Only these repositories are used.' },
    { name: 'solver', text: 'dnf, dnf5 or alpm.' },
  ];
}
