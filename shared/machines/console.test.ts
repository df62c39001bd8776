import { describe, expect, test } from 'vitest';
import { createConsoleWatcher, plainText, promptAt } from './console';

describe('plain text', () => {
  test('terminal control sequences and carriage returns are left out', () => {
    expect(plainText('\u001b[?2004h\u001b]0;root@a: ~\u0007root@a:~# \u001b[1;31mred\u001b[0m\r\n')).toBe(
      'root@a:~# red\n',
    );
  });
  test('tabs and line breaks stay, other control characters go', () => {
    expect(plainText('a\tb\nc\u0000\u0008\u007f')).toBe('a\tb\nc');
  });
});

describe('what the last line asks for', () => {
  test.each([
    ['Debian GNU/Linux 12 starter ttyS0\n\nstarter login: ', 'login'],
    ['starter login: root\nPassword: ', 'password'],
    ['root@starter:~# ', 'shell'],
    ['[root@localhost ~]# ', 'shell'],
    ['bash-5.2# ', 'shell'],
    ['Login incorrect', 'denied'],
    ['[  OK  ] Started getty', 'nothing'],
    ['login: someone typed', 'nothing'],
    ['', 'nothing'],
    [
      '\nstarter login: [   51.072161] powernow_k8: not supported\n[   51.072888] powernow_k8: not supported\n',
      'login',
    ],
    ['root@starter:~# [  812.004711] virtio_net: link up', 'shell'],
    ['root@starter:~# ls[  812.004711] virtio_net: link up\n', 'nothing'],
    ['[    1.072888] a\n[    1.072889] b\n', 'nothing'],
    ['starter login: [   60.100000] Kernel panic - not syncing: Fatal exception\n', 'nothing'],
    ['starter login: [   60.1] Kernel panic - not syncing: x\n[   60.200000] ---[ end Kernel panic', 'nothing'],
  ])('%j is %s', (text, kind) => {
    expect(promptAt(text).kind).toBe(kind);
  });
});

describe('a console followed', () => {
  test('from the kernel’s first line to the login prompt', () => {
    const watcher = createConsoleWatcher();
    expect(watcher.feed('SeaBIOS (version 1.16)\r\n').map(({ kind }) => kind)).toEqual(['boot', 'nothing']);
    expect(watcher.feed('[    1.2] systemd[1]\r\n').map(({ kind }) => kind)).toEqual(['nothing']);
    expect(watcher.feed('\r\nstarter login: ').map(({ kind }) => kind)).toEqual(['login']);
  });
  test('a prompt that arrives in pieces', () => {
    const watcher = createConsoleWatcher();
    expect(watcher.feed('\r\nstarter log').at(-1)?.kind).toBe('nothing');
    expect(watcher.feed('in: ').at(-1)?.kind).toBe('login');
  });
  test('a panic is told once, with its line, until the next boot', () => {
    const watcher = createConsoleWatcher();
    const panic = '[    3.1] Kernel panic - not syncing: VFS: Unable to mount root fs\r\n';
    expect(watcher.feed(panic)[0]).toEqual({
      kind: 'panic',
      line: 'Kernel panic - not syncing: VFS: Unable to mount root fs',
    });
    expect(watcher.feed('more\r\n').map(({ kind }) => kind)).toEqual(['nothing']);
    watcher.feed('[    0.000000] Linux version 6.1\r\n');
    expect(watcher.feed(panic)[0]?.kind).toBe('panic');
  });
  test('a flood keeps only its end', () => {
    const watcher = createConsoleWatcher();
    for (let i = 0; i < 200; i += 1) watcher.feed('x'.repeat(10_000));
    expect(watcher.text().length).toBeLessThanOrEqual(16 * 1024);
  });
});
