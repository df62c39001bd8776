/** Where a key leads in a list of `count` rows of which `page` are in sight; undefined if it leads nowhere. */
export function nextIndex(key: string, at: number, count: number, page: number): number | undefined {
  if (count === 0) return undefined;
  const wanted: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at < 0 ? count - 1 : at - 1,
    PageDown: at + page,
    PageUp: at - page,
    Home: 0,
    End: count - 1,
  };
  const index = Object.hasOwn(wanted, key) ? wanted[key] : undefined;
  return index === undefined ? undefined : Math.max(0, Math.min(count - 1, index));
}
