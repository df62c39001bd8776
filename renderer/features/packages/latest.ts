/**
 * Runs `work` after a rest; a newer request takes the place of an older one. `isLatest` tells work that is under way
 * whether its answer still counts.
 */
export function createLatest(work: (isLatest: () => boolean) => Promise<void>): (delayMs: number) => void {
  let turn = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (delayMs) => {
    const mine = ++turn;
    clearTimeout(timer);
    timer = setTimeout(() => void work(() => mine === turn), delayMs);
  };
}
