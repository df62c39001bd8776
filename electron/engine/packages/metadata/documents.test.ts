/** Each document of a repository, read and asked. */
import { describe, expect, it } from 'vitest';
import { reasonsOf } from '../reasons';
import { findChangelog } from './changelog';
import { parseComps } from './comps';
import { FilelistsParser, filesOfPackage, searchFiles } from './filelists';
import { fileTableBytes, parseFileTable } from './filelists-file';
import { parseMirrors } from './mirrors';
import { PackageIndex } from './package-index';
import { PrimaryParser } from './primary';
import { longText, type PackageTable } from './table';
import { parseTable, tableBytes } from './table-file';
import { parseUpdateinfo } from './updateinfo';

interface Spec {
  readonly name: string;
  readonly version?: string;
  readonly arch?: string;
  readonly summary?: string;
  readonly requires?: readonly string[];
  readonly provides?: readonly string[];
  readonly files?: readonly string[];
}

const entries = (what: string, names: readonly string[]): string =>
  `<rpm:${what}>${names.map((name) => `<rpm:entry name="${name}"/>`).join('')}</rpm:${what}>`;

function packageXml({ name, version = '1', arch = 'x86_64', summary = '', ...more }: Spec): string {
  return `<package type="rpm"><name>${name}</name><arch>${arch}</arch><version epoch="0" ver="${version}" rel="1"/>
    <checksum type="sha256" pkgid="YES">${name}${version}</checksum><summary>${summary}</summary>
    <description>About ${name} &amp; more</description><size package="10" installed="20" archive="30"/>
    <location href="${name}.rpm"/><format>${entries('provides', [name, ...(more.provides ?? [])])}
    ${entries('requires', more.requires ?? [])}${(more.files ?? []).map((file) => `<file>${file}</file>`).join('')}
    </format></package>`;
}

function table(...specs: Spec[]): PackageTable {
  const parser = new PrimaryParser();
  parser.write(`<metadata xmlns="x" xmlns:rpm="y">${specs.map(packageXml).join('')}</metadata>`);
  return parser.end();
}

async function* pieces(...texts: string[]): AsyncGenerator<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

const names = (index: PackageIndex, rows: Iterable<Parameters<PackageIndex['package']>[0]>): string[] =>
  [...rows].map((row) => index.package(row).name);

describe('primary metadata', () => {
  it('is sorted, holds each package once, and comes back from its bytes as it was', () => {
    const made = table({ name: 'b' }, { name: 'a', version: '1.2' }, { name: 'a', version: '1.10' }, { name: 'b' });
    expect(made.names.map((name, row) => `${name} ${made.versions[row]}`)).toEqual(['a 1.10', 'a 1.2', 'b 1']);
    expect(made.skipped).toBe(1);
    expect(longText(made, 2, 'description')).toBe('About b & more');
    const back = parseTable(tableBytes(made))!;
    expect({ ...back, long: Buffer.from(back.long.bytes) }).toEqual({ ...made, long: Buffer.from(made.long.bytes) });
    expect(longText(back, 2, 'description')).toBe('About b & more');
    expect(parseTable(tableBytes(table()))?.count).toBe(0);
    expect(parseTable(tableBytes(made).subarray(0, 40))).toBeUndefined();
  });

  it('leaves out source packages and names that are none', () => {
    const made = table({ name: 'a', arch: 'src' }, { name: '../b' }, { name: 'c' });
    expect([made.names, made.skipped]).toEqual([['c'], 1]);
  });
});

describe('an index', () => {
  const index = new PackageIndex([
    {
      id: 'one',
      table: table(
        { name: 'curl', summary: 'gets URLs', requires: ['libcurl.so', '/bin/sh'] },
        { name: 'libcurl', provides: ['libcurl.so'] },
        { name: 'python3-curl' },
        { name: 'bash', files: ['/bin/sh'] },
        { name: 'wget', summary: 'like curl' },
        { name: 'mycurlish' },
      ),
    },
    { id: 'two', priority: 10, table: table({ name: 'curl', version: '0.5' }) },
  ]);

  it('ranks the exact name, its beginning, words, parts, then summaries', () => {
    expect(names(index, index.search(['curl']).rows)).toEqual(['curl', 'python3-curl', 'libcurl', 'mycurlish', 'wget']);
    expect(names(index, index.search(['curl', 'like']).rows)).toEqual(['wget']);
    expect(index.search([]).total).toBe(index.size);
  });

  it('lets the repository of the smaller priority number win, and lists all versions', () => {
    const [curl] = index.search(['curl']).rows;
    expect(index.package(curl!)).toMatchObject({ version: '0.5', repo: 'two' });
    expect(index.versions('curl').map((row) => index.package(row).version)).toEqual(['1', '0.5']);
  });

  it('knows who provides a name or a file, and who needs a package', () => {
    expect(names(index, index.providersOf('libcurl.so'))).toEqual(['libcurl']);
    expect(names(index, index.providersOf('/bin/sh'))).toEqual(['bash']);
    expect(names(index, index.providersOf('(nowhere or libcurl.so)'))).toEqual(['libcurl']);
    expect(names(index, index.searchProvides('libcurl.s').rows)).toEqual(['libcurl']);
  });

  it('explains why a package is in a set by the shortest way', () => {
    const own = new PackageIndex([{ id: 'one', table: index.sources[0]!.table }]);
    const set = ['curl', 'libcurl', 'bash'].map((name) => ({
      ...{ name, epoch: 0, version: '1', release: '1', arch: 'x86_64', size: 1 },
    }));
    expect(reasonsOf(own, set, ['curl'])).toEqual({
      libcurl: { by: 'curl', requirement: 'libcurl.so' },
      bash: { by: 'curl', requirement: '/bin/sh' },
    });
    expect(reasonsOf(own, set, ['curl', 'ba*'])).not.toHaveProperty('bash');
  });
});

describe('file lists', () => {
  const parser = new FilelistsParser();
  parser.write(`<filelists><package pkgid="aa" name="curl" arch="x"><version/><file>/usr/bin/curl</file>
    <file type="dir">/usr/share/curl</file></package><package pkgid="bb"/>
    <package pkgid="cc"><file>/opt/bin/curl-config</file></package></filelists>`);
  const files = parser.end();

  it('find by the beginning of a name, by the end of a path, and by a whole path', () => {
    const paths = (text: string): string[] => searchFiles(files, text, 10).map(({ path }) => path);
    expect(paths('curl')).toEqual(['/usr/bin/curl', '/opt/bin/curl-config', '/usr/share/curl/'].sort(byName));
    expect(paths('bin/curl')).toEqual(['/usr/bin/curl', '/opt/bin/curl-config']);
    expect(paths('/usr/bin/curl')).toEqual(['/usr/bin/curl']);
    expect(paths('/bin/curl')).toEqual([]);
    expect(searchFiles(files, 'curl-', 10)).toEqual([{ package: 2, path: '/opt/bin/curl-config' }]);
    expect(searchFiles(files, 'curl', 1)).toHaveLength(1);
  });

  it('list a package, folders with a slash, and come back from their bytes as they were', () => {
    expect(filesOfPackage(files, 0)).toEqual(['/usr/bin/curl', '/usr/share/curl/']);
    expect(filesOfPackage(files, 1)).toEqual([]);
    expect(parseFileTable(fileTableBytes(files))).toEqual(files);
  });
});

/** By the last part of the path, as the table has them. */
function byName(a: string, b: string): number {
  const last = (path: string): string => /[^/]+\/?$/.exec(path)?.[0] ?? '';
  return last(a) < last(b) ? -1 : 1;
}

describe('the small documents', () => {
  it('groups have their own language only, and members that are names', () => {
    const [group, environment] =
      parseComps(`<comps><group><id>net</id><name>Network</name><name xml:lang="de">Netz</name>
      <packagelist><packagereq type="default">curl</packagereq><packagereq type="optional">../x</packagereq></packagelist>
      </group><environment><id>all</id><name>All</name><grouplist><groupid>net</groupid></grouplist></environment></comps>`);
    expect(group).toMatchObject({ id: 'net', name: 'Network', members: [{ name: 'curl', type: 'default' }] });
    expect(environment).toMatchObject({ kind: 'environment', members: [{ name: 'net', type: 'group' }] });
    expect(() => parseComps('<comps>')).toThrow(/groups cannot be read/);
  });

  it('advisories have their packages and references, and only web addresses', async () => {
    const xml = `<updates><update type="security"><id>A-1</id><title>T</title><severity>High</severity>
      <issued date="2026-01-02"/><references><reference id="CVE-1" type="cve" href="javascript:x"/></references>
      <pkglist><collection><package name="curl" version="2" release="1" epoch="1" arch="x86_64"/></collection></pkglist>
      </update></updates>`;
    const [advisory] = await parseUpdateinfo(pieces(xml.slice(0, 90), xml.slice(90)));
    expect(advisory).toMatchObject({
      ...{ id: 'A-1', type: 'security', severity: 'High', issued: '2026-01-02' },
      references: [{ id: 'CVE-1', type: 'cve', url: '' }],
      packages: [{ name: 'curl', epoch: 1, version: '2', release: '1', arch: 'x86_64' }],
    });
    await expect(parseUpdateinfo(pieces('<updates>'))).rejects.toMatchObject({ code: 'invalid-input' });
  });

  it('a changelog is found without reading what follows', async () => {
    const xml = `<otherdata><package pkgid="aa"><changelog author="Ann" date="2">- two</changelog>
      <changelog author="Bob" date="5">- five</changelog></package>`;
    const found = await findChangelog(pieces(xml, '<broken'), 'aa');
    expect(found.map(({ author, text }) => [author, text])).toEqual([
      ['Bob', '- five'],
      ['Ann', '- two'],
    ]);
    expect(await findChangelog(pieces(xml), 'bb')).toEqual([]);
  });

  it('mirrors come from a list or a metalink, best first', () => {
    expect(parseMirrors('# none\nhttps://a.example/r/\nftp://b/\n\nhttp://c.example/\n')).toEqual([
      'https://a.example/r/',
      'http://c.example/',
    ]);
    const url = (host: string, preference: number): string =>
      `<url protocol="https" preference="${preference}">https://${host}/r/repodata/repomd.xml</url>`;
    expect(parseMirrors(`<metalink><files>${url('b', 5)}${url('a', 90)}</files></metalink>`)).toEqual([
      'https://a/r/',
      'https://b/r/',
    ]);
    expect(() => parseMirrors('<html>no</html>')).toThrow(/names no mirror/);
  });
});
