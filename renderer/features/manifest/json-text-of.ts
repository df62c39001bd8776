import { useEffect, useState } from 'react';

const texts = new WeakMap<object, string>();

/** A manifest as formatted JSON; made once for each. */
export function jsonText(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = JSON.stringify(value, null, 2);
  texts.set(value, text);
  return text;
}

/** The same after the first paint: a large manifest must not keep its tab from opening. The text before stays meanwhile. */
export function useJsonText(value: object | undefined): string | undefined {
  const [text, setText] = useState(() => (value ? texts.get(value) : undefined));
  useEffect(() => {
    if (!value) return;
    const timer = setTimeout(() => setText(jsonText(value)), 0);
    return () => clearTimeout(timer);
  }, [value]);
  return text;
}
