#!/usr/bin/env node
/** Draws assets/icons/app.svg at the sizes of the freedesktop icon theme, with the window's own engine. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron } from 'playwright-core';
import { startXvfb } from '../xvfb.mjs';

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512];
const here = path.dirname(fileURLToPath(import.meta.url));
const icons = path.resolve(here, '../../assets/icons');
const svg = readFileSync(path.join(icons, 'app.svg'), 'utf8');

const { display, stop } = await startXvfb();
const app = await _electron.launch({
  args: ['--no-sandbox', path.join(here, 'blank.cjs')],
  env: { ...process.env, DISPLAY: display },
});
try {
  const page = await app.firstWindow();
  mkdirSync(path.join(icons, 'app'), { recursive: true });
  for (const size of SIZES) {
    const url = await page.evaluate(
      async ([source, side]) => {
        const image = new Image();
        image.src = `data:image/svg+xml;base64,${btoa(source)}`;
        await image.decode();
        const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
        canvas.getContext('2d').drawImage(image, 0, 0, side, side);
        return canvas.toDataURL('image/png');
      },
      [svg, size],
    );
    writeFileSync(path.join(icons, 'app', `${size}x${size}.png`), Buffer.from(url.split(',')[1], 'base64'));
  }
} finally {
  await app.close();
  stop();
}
