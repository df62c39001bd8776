import { useEffect, type KeyboardEvent, type RefObject } from 'react';

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), textarea:not([disabled]), summary, [tabindex]:not([tabindex="-1"])';

/** Keeps the focus within what floats, and gives it back when that closes. */
export function useFocusTrap(box: RefObject<HTMLElement | null>, onEscape: () => void) {
  useEffect(() => {
    const before = document.activeElement;
    const element = box.current;
    if (element && !element.contains(before)) (focusable(element)[0] ?? element).focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, [box]);
  return (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      onEscape();
      return;
    }
    if (event.key !== 'Tab' || !box.current) return;
    const all = focusable(box.current);
    const first = all[0];
    const last = all[all.length - 1];
    const edge = event.shiftKey ? first : last;
    if (document.activeElement !== edge && box.current.contains(document.activeElement)) return;
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  };
}

function focusable(box: HTMLElement): HTMLElement[] {
  // What the body holds comes before the button that closes.
  const all = [...box.querySelectorAll<HTMLElement>(FOCUSABLE)];
  return [
    ...all.filter((entry) => !entry.closest('[data-focus-last]')),
    ...all.filter((entry) => entry.closest('[data-focus-last]')),
  ];
}
