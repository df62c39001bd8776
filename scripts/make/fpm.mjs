#!/usr/bin/env node
/**
 * electron-builder makes .deb and .rpm files with a program named fpm, which it downloads. This does the same with the
 * distribution's own dpkg-deb and rpmbuild: no download, and what is written into the packages can be read here.
 * Understands the options that electron-builder gives: `-s dir -t deb|rpm ... FROM=TO...`.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const { values: options, positionals: mappings } = parseArgs({
  allowPositionals: true,
  options: {
    source: { ...text, short: 's' },
    target: { ...text, short: 't' },
    depends: { ...text, short: 'd', multiple: true, default: [] },
    'deb-recommends': { ...text, multiple: true, default: [] },
    force: { type: 'boolean' },
    debug: { type: 'boolean' },
    log: text,
    ...Object.fromEntries(
      ['architecture', 'after-install', 'after-remove', 'description', 'version', 'iteration', 'package', 'name']
        .concat(['maintainer', 'vendor', 'url', 'category', 'deb-priority', 'deb-compression', 'license'])
        .concat(['rpm-os', 'rpm-compression', 'rpm-summary'])
        .map((name) => [name, text]),
    ),
  },
});

const run = (program, args) => execFileSync(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
const script = (name) => (options[name] ? readFileSync(options[name], 'utf8') : undefined);
const [summary = options.name, ...description] = options.description
  .trim()
  .split('\n')
  .map((line) => line.trim());

/** Lays the files out as they will be installed, readable by everybody, and lists them. */
function stage(root) {
  for (const mapping of mappings) {
    const at = mapping.lastIndexOf('=');
    const from = mapping.slice(0, at);
    const to = path.join(root, mapping.slice(at + 1));
    mkdirSync(from.endsWith('/') ? to : path.dirname(to), { recursive: true });
    if (from.endsWith('/')) run('cp', ['-a', '--no-preserve=ownership', `${from}.`, to]);
    else copyFileSync(from, to);
    if (!from.endsWith('/')) chmodSync(to, 0o644);
  }
  const files = [];
  const folders = [];
  (function walk(folder) {
    chmodSync(folder, 0o755);
    folders.push(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true }))
      if (entry.isDirectory()) walk(path.join(folder, entry.name));
      else files.push(path.join(folder, entry.name));
  })(root);
  return { files: files.sort(), folders };
}

/** deb(5), deb-control(5) */
function makeDeb(root, { files }) {
  const control = path.join(root, 'DEBIAN');
  const plain = files.filter((file) => lstatSync(file).isFile());
  const kib = Math.ceil(plain.reduce((sum, file) => sum + lstatSync(file).size, 0) / 1024);
  const sums = plain.map(
    (file) => `${createHash('md5').update(readFileSync(file)).digest('hex')}  ${path.relative(root, file)}`,
  );
  mkdirSync(control, { mode: 0o755 });
  writeFileSync(path.join(control, 'md5sums'), `${sums.join('\n')}\n`);
  const fields = {
    Package: options.name,
    Version: options.iteration ? `${options.version}-${options.iteration}` : options.version,
    Architecture: options.architecture === 'x86_64' ? 'amd64' : options.architecture,
    Maintainer: options.maintainer,
    'Installed-Size': kib,
    Depends: options.depends.join(', '),
    Recommends: options['deb-recommends'].join(', '),
    Section: options.category ?? 'devel',
    Priority: options['deb-priority'] ?? 'optional',
    Homepage: options.url,
    Description: [summary, ...description.map((line) => ` ${line || '.'}`)].join('\n'),
  };
  const lines = Object.entries(fields).flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
  writeFileSync(path.join(control, 'control'), `${lines.join('\n')}\n`);
  for (const [name, file] of [
    ['after-install', 'postinst'],
    ['after-remove', 'postrm'],
  ])
    if (script(name)) writeFileSync(path.join(control, file), script(name), { mode: 0o755 });
  const compression = { gz: 'gzip', zst: 'zstd' }[options['deb-compression']] ?? options['deb-compression'] ?? 'xz';
  run('dpkg-deb', ['--root-owner-group', `-Z${compression}`, '--build', root, path.resolve(options.package)]);
}

/** A spec file that packs what is already there: no build, no stripping, no automatic dependencies. */
function makeRpm(work, root, { files, folders }) {
  const payload = { gzip: 'w6.gzdio', xz: 'w6.xzdio', xzmt: 'w6T0.xzdio', zstd: 'w3T0.zstdio' };
  const escape = (value) => value.replaceAll('%', '%%');
  const own = folders.map((folder) => `/${path.relative(root, folder)}`).filter((folder) => folder.startsWith('/opt/'));
  const section = (name, body) => (body ? [`%${name}`, escape(body)] : []);
  const spec = [
    ...['__os_install_post %{nil}', '_build_id_links none', 'debug_package %{nil}'].map((line) => `%define ${line}`),
    `%define _binary_payload ${payload[options['rpm-compression']] ?? payload.xzmt}`,
    `Name: ${options.name}`,
    `Version: ${options.version.replaceAll('-', '_')}`,
    `Release: ${options.iteration ?? '1'}`,
    `Summary: ${options['rpm-summary'] ?? summary}`,
    `License: ${options.license ?? 'unknown'}`,
    `URL: ${options.url}`,
    `Packager: ${options.maintainer}`,
    'AutoReqProv: no',
    ...options.depends.map((name) => `Requires: ${name}`),
    '%description',
    escape([summary, ...description].join('\n')),
    ...section('post', script('after-install')),
    ...section('postun', script('after-remove')),
    '%files',
    '%defattr(-,root,root,-)',
    ...files.map((file) => `"/${escape(path.relative(root, file))}"`),
    ...own.map((folder) => `%dir "${escape(folder)}"`),
  ];
  const file = path.join(work, 'package.spec');
  writeFileSync(file, `${spec.join('\n')}\n`);
  const define = (name, value) => ['--define', `${name} ${value}`];
  run(
    'rpmbuild',
    ['-bb', '--quiet', '--target', `${options.architecture}-linux`, '--buildroot', root].concat(
      define('_topdir', path.join(work, 'rpm')),
      define('_rpmdir', work),
      define('_rpmfilename', 'made.rpm'),
      file,
    ),
  );
  copyFileSync(path.join(work, 'made.rpm'), options.package);
}

if (options.source !== 'dir' || !['deb', 'rpm'].includes(options.target)) {
  console.error(`fpm: cannot make ${options.target} of ${options.source}`);
  process.exit(2);
}
const work = mkdtempSync(path.join(os.tmpdir(), 'studio-package-'));
try {
  const root = path.join(work, 'root');
  mkdirSync(root);
  const content = stage(root);
  if (options.target === 'deb') makeDeb(root, content);
  else makeRpm(work, root, content);
} finally {
  rmSync(work, { recursive: true, force: true });
}
