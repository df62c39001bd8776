import { useMemo, type CSSProperties } from 'react';
import { markSpans, parseAnsi, plainText, type AnsiStyle } from './ansi';
import { rangesOf } from './log-rows';

/** One line's text with its colours, and the search's words marked. */
export function LogLineText({ text, query }: { text: string; query: string }) {
  const spans = useMemo(() => {
    const parsed = parseAnsi(text);
    return query === ''
      ? parsed.map((span) => ({ ...span, marked: false }))
      : markSpans(parsed, rangesOf(plainText(text), query));
  }, [text, query]);
  return spans.map((span, index) => {
    const style = cssOf(span.style);
    if (span.marked) {
      return (
        <mark key={index} style={style}>
          {span.text}
        </mark>
      );
    }
    return style === undefined ? (
      span.text
    ) : (
      <span key={index} style={style}>
        {span.text}
      </span>
    );
  });
}

function cssOf(style: AnsiStyle): CSSProperties | undefined {
  const css: CSSProperties = {};
  const front = style.inverse ? (style.background ?? 'var(--term-bg)') : style.color;
  const back = style.inverse ? (style.color ?? 'var(--term-fg)') : style.background;
  if (front !== undefined) css.color = colour(front);
  if (back !== undefined) css.backgroundColor = colour(back);
  if (style.bold) css.fontWeight = 600;
  if (style.dim) css.opacity = 0.7;
  if (style.italic) css.fontStyle = 'italic';
  if (style.underline) css.textDecoration = 'underline';
  return Object.keys(css).length > 0 ? css : undefined;
}

function colour(value: number | string): string {
  return typeof value === 'number' ? `var(--ansi-${value})` : value;
}
