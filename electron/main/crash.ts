/** Failures that nobody handled: shown with a text that can be copied, never swallowed. */
import os from 'node:os';
import { app, clipboard, dialog, type BrowserWindow } from 'electron';
import { toWire } from '../../shared/errors';

let isShowing = false;

/** Everything a bug report needs, as text. */
export function crashReport(title: string, thrown: unknown): string {
  const { code, message, hint, detail } = toWire(thrown);
  const stack = thrown instanceof Error ? (thrown.stack ?? message) : message;
  return [
    `OSTree Studio ${app.getVersion()}: ${title}`,
    `Electron ${process.versions.electron}, Node ${process.versions.node}, ${os.type()} ${os.release()} ${os.arch()}`,
    `${code}: ${message}`,
    ...(hint ? [hint] : []),
    ...(detail?.argv ? [`argv: ${JSON.stringify(detail.argv)}`] : []),
    ...(detail?.tail ?? []),
    '',
    stack,
  ].join('\n');
}

/** Shows one failure; further ones while the dialog is open go to standard error only. */
export async function showFailure(title: string, thrown: unknown): Promise<void> {
  const report = crashReport(title, thrown);
  console.error(report);
  if (isShowing) return;
  if (!app.isReady()) {
    dialog.showErrorBox(title, report);
    return;
  }
  isShowing = true;
  try {
    const { response } = await dialog.showMessageBox({
      type: 'error',
      title: 'OSTree Studio',
      message: title,
      detail: report.split('\n').slice(0, 24).join('\n'),
      buttons: ['Copy Report', 'Continue', 'Quit'],
      defaultId: 0,
      cancelId: 1,
      noLink: true,
    });
    if (response === 0) void clipboard.writeText(report);
    if (response === 2) app.quit();
  } finally {
    isShowing = false;
  }
}

/** Catches what escapes anywhere in the main process. */
export function catchFailures(): void {
  process.on('uncaughtException', (error) => void showFailure('Something went wrong inside the studio.', error));
  process.on('unhandledRejection', (reason) => void showFailure('Something went wrong inside the studio.', reason));
}

/** A page that died is loaded again if the user wants it. */
export function watchRenderer(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    console.error(`The window's process ended: ${reason}, status ${exitCode}`);
    const answer = dialog.showMessageBox({
      type: 'error',
      message: 'The window stopped working.',
      detail: `Its process ended (${reason}, status ${exitCode}). Builds and machines go on.`,
      buttons: ['Reload', 'Quit'],
      defaultId: 0,
    });
    void answer.then(({ response }) => (response === 0 ? window.webContents.reload() : app.quit()));
  });
}
