/**
 * What a serial console says about its guest, pure: booting, login prompt, shell prompt, panic. Bytes are hostile; only
 * the end of what was printed is kept.
 */

export type ConsoleSight =
  | { kind: 'nothing' }
  /** The kernel or the firmware has begun anew. */
  | { kind: 'boot' }
  | { kind: 'login' }
  | { kind: 'password' }
  | { kind: 'shell' }
  | { kind: 'denied' }
  | { kind: 'panic'; line: string };

/** Characters of the console that are looked at. */
const KEPT = 16 * 1024;
const PANIC =
  /Kernel panic - not syncing: [^\n]{0,200}|You are in emergency mode|dracut-emergency|Entering emergency mode/;

/** Text without terminal control sequences (ECMA-48) and carriage returns. */
export function plainText(text: string): string {
  return text
    .replace(/\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[ -/]*[0-~])/g, '')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
}

/** A kernel's first line, or the boot loader's. */
const BOOT = /\[ {4}0\.000000\] Linux version|SeaBIOS \(version|Booting from Hard Disk/;

/** Follows a console. Feed what arrives; each feed says what the end of the text looks like now. */
export function createConsoleWatcher(): { feed(text: string): ConsoleSight[]; text(): string; reset(): void } {
  let raw = '';
  let panicked = false;
  return {
    text: () => plainText(raw),
    reset() {
      raw = '';
      panicked = false;
    },
    feed(text) {
      raw = (raw + text).slice(-KEPT);
      const sights: ConsoleSight[] = [];
      if (text.search(BOOT) >= 0) {
        panicked = false;
        raw = raw.slice(Math.max(0, raw.search(BOOT)));
        sights.push({ kind: 'boot' });
      }
      const plain = plainText(raw);
      const panic = PANIC.exec(plain);
      if (panic && !panicked) {
        panicked = true;
        sights.push({ kind: 'panic', line: panic[0] });
      }
      sights.push(promptAt(plain));
      return sights;
    },
  };
}

const KERNEL_MESSAGE = /\[ *\d+\.\d{6}\] /;

/** The kernel prints into a line that waits for an answer: what was asked is still asked, unless it panicked. */
function beforeKernelMessages(plain: string): string {
  let end = plain.length;
  for (;;) {
    const start = plain.lastIndexOf('\n', end - 2) + 1;
    const line = plain.slice(start, end);
    const at = line.search(KERNEL_MESSAGE);
    if (at < 0 || PANIC.test(line)) return plain.slice(0, end);
    end = start + at;
    if (at > 0) return plain.slice(0, end);
  }
}

/** What the last line asks for. */
export function promptAt(text: string): ConsoleSight {
  const plain = beforeKernelMessages(text);
  const line = plain.slice(plain.lastIndexOf('\n') + 1);
  if (/(^|\s)Login incorrect\s*$/.test(plain.slice(-40))) return { kind: 'denied' };
  if (/\blogin: $/.test(line)) return { kind: 'login' };
  if (/^Password: $/.test(line)) return { kind: 'password' };
  if (/^(?:\[?[\w.-]+@[\w.-]+[: ][^\n]*|(?:ba)?sh-[\d.]+|[^\s]{0,40})[#$] $/.test(line)) return { kind: 'shell' };
  return { kind: 'nothing' };
}
