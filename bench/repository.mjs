/**
 * Makes an RPM repository of any size for benchmarks: real metadata of packages that do not exist. The same count gives
 * the same bytes. https://createrepo-c.readthedocs.io/
 */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

const WORDS = [
  ...['audio', 'boot', 'cache', 'client', 'cloud', 'common', 'core', 'crypto', 'data', 'devel', 'driver', 'engine'],
  ...['font', 'graph', 'image', 'kernel', 'lang', 'lib', 'log', 'mail', 'math', 'media', 'net', 'parser', 'perl'],
  ...['plugin', 'python3', 'qt', 'render', 'ruby', 'rust', 'server', 'sound', 'stream', 'system', 'test', 'text'],
  ...['theme', 'tools', 'utils', 'video', 'web', 'wire', 'xml'],
];
const TOPICS = [
  ...['A library that reads and writes', 'Tools for working with', 'Bindings for', 'A small server for', 'Headers of'],
  ...['A fast implementation of', 'Documentation about', 'Plugins for'],
];

/** mulberry32: small, good enough, and the same everywhere. */
function randomness(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/** Package number `at`; it requires only packages with smaller numbers, so that everything can be installed. */
function makePackage(at, random) {
  const pick = (list) => list[Math.floor(random() * list.length)];
  const name = `${pick(WORDS)}-${pick(WORDS)}-${at.toString(36)}`;
  const version = `${Math.floor(random() * 20)}.${Math.floor(random() * 40)}.${Math.floor(random() * 10)}`;
  const requires = new Set();
  for (let count = Math.floor(random() * 9); count > 0 && at > 0; count -= 1)
    requires.add(Math.floor(random() ** 3 * at));
  return {
    ...{ at, name, version, release: `${1 + Math.floor(random() * 9)}.bench`, requires: [...requires] },
    arch: random() < 0.3 ? 'noarch' : 'x86_64',
    checksum: createHash('sha256').update(`${at} ${name}`).digest('hex'),
    summary: `${pick(TOPICS)} ${pick(WORDS)} ${pick(WORDS)}`,
    description: Array.from({ length: 40 }, () => pick(WORDS)).join(' '),
    size: Math.floor(4096 + random() ** 6 * 80_000_000),
    provides: Array.from({ length: 1 + Math.floor(random() * 6) }, (_none, index) => `${name}(part-${index})(64bit)`),
    files: Array.from({ length: 3 + Math.floor(random() * 30) }, (_none, index) => `/usr/share/${name}/file-${index}`),
    hasProgram: random() < 0.4,
  };
}

function primaryOf(entry, all) {
  const { name, arch, version, release, checksum, summary, description, size } = entry;
  const location = `Packages/${name[0]}/${name}-${version}-${release}.${arch}.rpm`;
  const evr = `flags="EQ" epoch="0" ver="${version}" rel="${release}"`;
  const provides = [
    `<rpm:entry name="${name}" ${evr}/>`,
    `<rpm:entry name="${name}(x86-64)" ${evr}/>`,
    ...entry.provides.map((provide) => `<rpm:entry name="${provide}"/>`),
  ];
  const requires = entry.requires.flatMap((other) => {
    const { name: needed, provides: parts } = all[other];
    return [`<rpm:entry name="${needed}"/>`, `<rpm:entry name="${parts[0]}"/>`];
  });
  return `<package type="rpm">
  <name>${name}</name>
  <arch>${arch}</arch>
  <version epoch="0" ver="${version}" rel="${release}"/>
  <checksum type="sha256" pkgid="YES">${checksum}</checksum>
  <summary>${summary}</summary>
  <description>${description}</description>
  <packager>Bench</packager>
  <url>https://packages.example/${name}</url>
  <time file="1700000000" build="1700000000"/>
  <size package="${Math.floor(size / 3)}" installed="${size}" archive="${size + 512}"/>
  <location href="${location}"/>
  <format>
    <rpm:license>MIT AND Apache-2.0</rpm:license>
    <rpm:vendor>Bench</rpm:vendor>
    <rpm:group>Unspecified</rpm:group>
    <rpm:buildhost>bench.example</rpm:buildhost>
    <rpm:sourcerpm>${name}-${version}-${release}.src.rpm</rpm:sourcerpm>
    <rpm:header-range start="4504" end="9000"/>
    <rpm:provides>
      ${provides.join('\n      ')}
    </rpm:provides>
    <rpm:requires>
      ${requires.join('\n      ')}
      <rpm:entry name="rpmlib(CompressedFileNames)" flags="LE" epoch="0" ver="3.0.4" rel="1"/>
    </rpm:requires>${entry.hasProgram ? `\n    <file>/usr/bin/${name}</file>` : ''}
  </format>
</package>
`;
}

function filesOf({ name, arch, version, release, checksum, files, hasProgram }) {
  const all = [...(hasProgram ? [`/usr/bin/${name}`] : []), ...files];
  return `<package pkgid="${checksum}" name="${name}" arch="${arch}">
  <version epoch="0" ver="${version}" rel="${release}"/>
  <file type="dir">/usr/share/${name}</file>
${all.map((file) => `  <file>${file}</file>`).join('\n')}
</package>
`;
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const COMMON = 'http://linux.duke.edu/metadata/common';
const RPM = 'http://linux.duke.edu/metadata/rpm';

/** Writes `repodata/` of `count` packages below `folder`. */
export async function makeRepository(folder, count) {
  const random = randomness(count);
  const packages = Array.from({ length: count }, (_none, at) => makePackage(at, random));
  const documents = {
    primary: `${HEAD}<metadata xmlns="${COMMON}" xmlns:rpm="${RPM}" packages="${count}">\n${packages.map((entry) => primaryOf(entry, packages)).join('')}</metadata>\n`,
    filelists: `${HEAD}<filelists xmlns="http://linux.duke.edu/metadata/filelists" packages="${count}">\n${packages.map(filesOf).join('')}</filelists>\n`,
  };
  const repodata = path.join(folder, 'repodata');
  await mkdir(repodata, { recursive: true });
  const digest = (bytes) => createHash('sha256').update(bytes).digest('hex');
  const entries = [];
  for (const [type, text] of Object.entries(documents)) {
    const packed = await promisify(gzip)(text, { level: 6 });
    const checksum = digest(packed);
    await writeFile(path.join(repodata, `${checksum}-${type}.xml.gz`), packed);
    entries.push(`  <data type="${type}">
    <checksum type="sha256">${checksum}</checksum>
    <open-checksum type="sha256">${digest(text)}</open-checksum>
    <location href="repodata/${checksum}-${type}.xml.gz"/>
    <timestamp>1700000000</timestamp>
    <size>${packed.length}</size>
    <open-size>${Buffer.byteLength(text)}</open-size>
  </data>`);
  }
  const repomd = `${HEAD}<repomd xmlns="http://linux.duke.edu/metadata/repo" xmlns:rpm="${RPM}">\n  <revision>1700000000</revision>\n${entries.join('\n')}\n</repomd>\n`;
  await writeFile(path.join(repodata, 'repomd.xml'), repomd);
  return packages.map(({ name }) => name);
}
