import { describe, expect, it } from 'vitest';
import { markSpans, parseAnsi, plainText } from './ansi';

describe('parseAnsi', () => {
  it('leaves a plain line alone', () => {
    expect(parseAnsi('dracut: *** Including module ***')).toEqual([
      { text: 'dracut: *** Including module ***', style: {} },
    ]);
    expect(parseAnsi('')).toEqual([]);
  });

  it('reads colours, weight and their ends', () => {
    expect(parseAnsi('\x1b[1;31mbad\x1b[0m and \x1b[92mgood\x1b[39m.')).toEqual([
      { text: 'bad', style: { bold: true, color: 1 } },
      { text: ' and ', style: {} },
      { text: 'good', style: { color: 10 } },
      { text: '.', style: {} },
    ]);
  });

  it('reads indexed and true colours and clamps what is out of range', () => {
    expect(parseAnsi('\x1b[38;5;196mred\x1b[48;2;10;999;30mx')).toEqual([
      { text: 'red', style: { color: 'rgb(255 0 0)' } },
      { text: 'x', style: { color: 'rgb(255 0 0)', background: 'rgb(10 255 30)' } },
    ]);
    expect(parseAnsi('\x1b[38;5;244mgrey')[0]?.style.color).toBe('rgb(128 128 128)');
  });

  it('drops cursor moves, titles, hyperlinks and unfinished sequences', () => {
    expect(plainText('\x1b[2K\x1b[1Gready\x1b]0;title\x07 now\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\\x1b[')).toBe(
      'ready nowlink',
    );
    expect(plainText('a\x07b\x00c')).toBe('abc');
  });

  it('shows what a terminal would show after carriage returns', () => {
    expect(plainText('10 %\r50 %\r100 %\r')).toBe('100 %');
    expect(parseAnsi('old\rnew').map((span) => span.text)).toEqual(['new']);
  });

  it('keeps markup as text', () => {
    expect(parseAnsi('<img src=x onerror=alert(1)>')[0]?.text).toBe('<img src=x onerror=alert(1)>');
  });
});

describe('markSpans', () => {
  it('marks across the border of two colours', () => {
    const spans = parseAnsi('\x1b[31mred\x1b[0mblue');
    expect(markSpans(spans, [{ start: 2, end: 5 }]).map((span) => [span.text, span.marked])).toEqual([
      ['re', false],
      ['d', true],
      ['bl', true],
      ['ue', false],
    ]);
  });
});
