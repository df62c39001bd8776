import type { ReactNode } from 'react';

/** Shapes on a grid of 18, drawn with the text's colour and a stroke of 1.5. */
export const ICON_SHAPES = {
  tree: (
    <>
      <path d="M9 16V5M9 9 5 6M9 12l4-4" strokeWidth="1.7" />
      <circle cx="9" cy="3.4" r="1.7" fill="currentColor" stroke="none" />
      <circle cx="4" cy="5.2" r="1.5" fill="currentColor" stroke="none" />
      <circle cx="14" cy="7" r="1.5" fill="currentColor" stroke="none" />
    </>
  ),
  compose: <path d="M3 4.5h12M3 9h7M3 13.5h5M13 9.5v6M10 12.5h6" />,
  packages: <path d="m9 2 6 3.2v7.6L9 16l-6-3.2V5.2L9 2ZM3 5.2l6 3.3 6-3.3M9 8.5V16" />,
  builds: (
    <>
      <path d="M3 5h12M3 9h12M3 13h8" />
      <circle cx="14" cy="13" r="2" />
    </>
  ),
  history: (
    <>
      <circle cx="5" cy="4" r="2" />
      <circle cx="5" cy="14" r="2" />
      <circle cx="13" cy="8" r="2" />
      <path d="M5 6v6M13 10c0 2-3 2-6 3" />
    </>
  ),
  machines: (
    <>
      <rect x="2.5" y="3" width="13" height="9" rx="1.5" />
      <path d="M6 15h6M5.5 6l2 1.8-2 1.8" />
    </>
  ),
  setup: (
    <>
      <circle cx="9" cy="9" r="2.5" />
      <path d="M9 2.5v2M9 13.5v2M2.5 9h2M13.5 9h2M4.4 4.4l1.4 1.4M12.2 12.2l1.4 1.4M4.4 13.6l1.4-1.4M12.2 5.8l1.4-1.4" />
    </>
  ),
  search: (
    <>
      <circle cx="8" cy="8" r="4.5" />
      <path d="M11.5 11.5 15 15" />
    </>
  ),
  check: <path d="m4 9.5 3.3 3.3L14 5.8" strokeWidth="2" />,
  close: <path d="m5 5 8 8M13 5l-8 8" />,
  plus: <path d="M9 4v10M4 9h10" />,
  minus: <path d="M4 9h10" />,
  copy: (
    <>
      <rect x="6.5" y="6.5" width="8.5" height="8.5" rx="1.5" />
      <path d="M11.5 6.5V4.2A1.2 1.2 0 0 0 10.3 3H4.2A1.2 1.2 0 0 0 3 4.2v6.1a1.2 1.2 0 0 0 1.2 1.2h2.3" />
    </>
  ),
  trash: <path d="M3.5 5h11M7 5V3.2h4V5M5 5l.7 9.3a.9.9 0 0 0 .9.7h4.8a.9.9 0 0 0 .9-.7L13 5" />,
  refresh: <path d="M14.5 9a5.5 5.5 0 1 1-1.6-3.9M14.8 3v3.4h-3.4" />,
  play: <path d="M5.5 3.8v10.4L14 9 5.5 3.8Z" />,
  power: <path d="M9 2.5V9M5.6 4.9a5.5 5.5 0 1 0 6.8 0" />,
  stop: <rect x="4.5" y="4.5" width="9" height="9" rx="1" />,
  pause: <path d="M6.5 4v10M11.5 4v10" />,
  error: (
    <>
      <circle cx="9" cy="9" r="6.2" />
      <path d="M9 5.6v4.2M9 12.3v.1" />
    </>
  ),
  warning: <path d="M9 3 2.4 14.4h13.2L9 3ZM9 7.4v3M9 12.5v.1" />,
  info: (
    <>
      <circle cx="9" cy="9" r="6.2" />
      <path d="M9 8.4v4M9 5.8v.1" />
    </>
  ),
  'chevron-up': <path d="M5 11l4-4 4 4" />,
  'chevron-down': <path d="M5 7l4 4 4-4" />,
  'chevron-left': <path d="M11 5 7 9l4 4" />,
  'chevron-right': <path d="m7 5 4 4-4 4" />,
  'arrow-right': <path d="M3.5 9h11M10.5 5l4 4-4 4" />,
  more: <path d="M4 9h.1M9 9h.1M14 9h.1" strokeWidth="2.4" />,
  folder: (
    <path d="M2.5 5.2c0-.7.5-1.2 1.2-1.2h3l1.7 1.8h5.9c.7 0 1.2.5 1.2 1.2v6c0 .7-.5 1.2-1.2 1.2H3.7c-.7 0-1.2-.5-1.2-1.2V5.2Z" />
  ),
  file: (
    <path d="M10.5 2.5H5.7c-.7 0-1.2.5-1.2 1.2v10.6c0 .7.5 1.2 1.2 1.2h6.6c.7 0 1.2-.5 1.2-1.2V5.5l-3-3ZM10.5 2.5v3h3" />
  ),
  star: <path d="m9 2.6 2 4.1 4.5.6-3.3 3.1.8 4.5-4-2.2-4 2.2.8-4.5L2.5 7.3 7 6.7l2-4.1Z" />,
  target: (
    <>
      <circle cx="9" cy="9" r="6" />
      <circle cx="9" cy="9" r="2.2" />
    </>
  ),
  commit: (
    <>
      <circle cx="9" cy="9" r="3" />
      <path d="M9 2.5V6M9 12v3.5" />
    </>
  ),
  command: <path d="m3.5 5 4 4-4 4M9.5 13.5h5" />,
  sun: (
    <>
      <circle cx="9" cy="9" r="3" />
      <path d="M9 2v1.6M9 14.4V16M2 9h1.6M14.4 9H16M4 4l1.2 1.2M12.8 12.8 14 14M4 14l1.2-1.2M12.8 5.2 14 4" />
    </>
  ),
  moon: <path d="M14.8 10.6A6.3 6.3 0 0 1 7.4 3.2a6.3 6.3 0 1 0 7.4 7.4Z" />,
  undo: <path d="M4 7.5h6.5a3.5 3.5 0 0 1 0 7H7M6.8 4.5l-3 3 3 3" />,
  save: <path d="M4 3h8l3 3v8a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM6 3v3.5h5V3M5.8 15v-4.5h6.4V15" />,
  edit: <path d="M11.5 3.8 14.2 6.5 6.7 14H4v-2.7l7.5-7.5ZM10 5.3 12.7 8" />,
  lock: (
    <>
      <rect x="4" y="8" width="10" height="7" rx="1.2" />
      <path d="M6.2 8V5.8a2.8 2.8 0 0 1 5.6 0V8" />
    </>
  ),
  sizes: (
    <>
      <rect x="3" y="3" width="12" height="12" rx="1" />
      <path d="M9.5 3v12M9.5 8.5H15M3 10.5h6.5" />
    </>
  ),
  list: <path d="M3.5 5h11M3.5 9h11M3.5 13h11" />,
  external: (
    <path d="M10.5 3.5h4v4M14.5 3.5 8.5 9.5M12.5 10.5V14a.8.8 0 0 1-.8.8H4a.8.8 0 0 1-.8-.8V6.3c0-.5.3-.8.8-.8h3.5" />
  ),
} satisfies Record<string, ReactNode>;

export type IconName = keyof typeof ICON_SHAPES;
