/**
 * Where the command line begins. `resolve SRC DST` stands in for osbuild-mpp and has a bundle of its own, which starts
 * in a fraction of the time; everything else is in the bundle of the commands.
 */
import { statSync } from 'node:fs';
import * as nodeModule from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { isMppForm } from './mpp-form';

/** Node 22 keeps compiled code on disk if it is asked to. */
const { enableCompileCache } = nodeModule as { enableCompileCache?: () => unknown };
enableCompileCache?.();

const isFile = (name: string): boolean => statSync(name, { throwIfNoEntry: false })?.isFile() ?? false;
const [command, ...rest] = process.argv.slice(2);
const isMpp = command === 'resolve' && isMppForm(rest, isFile);
// A manifest takes a fifth of a second: code that is optimized in that time is hardly run again.
if (isMpp) setFlagsFromString('--interrupt-budget=5000000');
const bundle = isMpp ? 'mpp.cjs' : 'commands.cjs';
nodeModule.createRequire(__filename)(path.join(__dirname, bundle));
