/** Keeps the end of a growing list in sight, until somebody scrolls up. */
import { useCallback, useLayoutEffect, useRef, useState, type RefObject } from 'react';

export interface FollowTail {
  readonly following: boolean;
  /** To be called for each scroll event of the element. */
  readonly onScroll: () => void;
  /** Stops, for a jump to somewhere else. */
  readonly stop: () => void;
  /** Goes to the end and follows it again. */
  readonly jump: () => void;
}

/** Within so many pixels of the end, the end is taken to be meant. */
const SLACK = 4;

export function useFollowTail(element: RefObject<HTMLElement | null>, height: number): FollowTail {
  const [following, setFollowing] = useState(true);
  const lastTop = useRef(0);

  const toEnd = useCallback(() => {
    const target = element.current;
    if (!target) return;
    target.scrollTop = target.scrollHeight;
    lastTop.current = target.scrollTop;
  }, [element]);

  useLayoutEffect(() => {
    if (following) toEnd();
  }, [following, height, toEnd]);

  const onScroll = useCallback(() => {
    const target = element.current;
    if (!target) return;
    const atEnd = target.scrollHeight - target.scrollTop - target.clientHeight <= SLACK;
    const up = target.scrollTop < lastTop.current;
    lastTop.current = target.scrollTop;
    if (atEnd) setFollowing(true);
    else if (up) setFollowing(false);
  }, [element]);

  return {
    following,
    onScroll,
    stop: useCallback(() => setFollowing(false), []),
    jump: useCallback(() => {
      setFollowing(true);
      toEnd();
    }, [toEnd]),
  };
}
