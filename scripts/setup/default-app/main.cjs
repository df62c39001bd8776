'use strict';
/**
 * What `electron [-r module] <folder or file> [arguments]` does in a runtime that was taken out of a packaged
 * application: those lack Electron's default_app.asar. Only what development and Playwright need of it.
 */
const { app } = require('electron');
const { existsSync, readFileSync, statSync } = require('node:fs');
const Module = require('node:module');
const path = require('node:path');

function parse(args) {
  const preload = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i];
    if (arg === '-v' || arg === '--version') return { version: true, preload };
    if (arg === '-r' || arg === '--require') preload.push(args[(i += 1)]);
    else if (arg.startsWith('--require=')) preload.push(arg.slice('--require='.length));
    else if (!arg.startsWith('-')) return { target: path.resolve(arg), preload };
  }
  return { preload };
}

function adoptPackage(folder) {
  const file = path.join(folder, 'package.json');
  if (!existsSync(file)) return;
  const { version, productName, name, desktopName } = JSON.parse(readFileSync(file, 'utf8'));
  if (version) app.setVersion(version);
  if (productName || name) app.setName(productName || name);
  if (desktopName) app.setDesktopName(desktopName);
}

const { version, target, preload } = parse(process.argv.slice(1));
if (version) {
  process.stdout.write(`v${process.versions.electron}\n`);
  process.exit(0);
}
if (preload.length > 0) Module._preloadModules(preload);
if (!target) {
  process.stderr.write('usage: electron [-r module] <folder or file> [arguments]\n');
  process.exit(2);
}
Object.defineProperty(process, 'defaultApp', { configurable: false, enumerable: true, value: true });
const isFolder = statSync(target).isDirectory();
if (isFolder) adoptPackage(target);
app.setAppPath(isFolder ? target : path.dirname(target));
Module._load(Module._resolveFilename(target, null, true), Module, true);
