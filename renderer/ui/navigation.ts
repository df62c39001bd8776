/** Where a link can lead: every number leads somewhere. */

export const PLACES = ['compose', 'packages', 'builds', 'history', 'machines', 'setup'] as const;
export type Place = (typeof PLACES)[number];

export type Destination =
  | { readonly place: 'compose'; readonly target?: string; readonly file?: string; readonly line?: number }
  | { readonly place: 'packages'; readonly package?: string }
  | { readonly place: 'builds'; readonly job?: string }
  | { readonly place: 'history'; readonly commit?: string }
  | { readonly place: 'machines'; readonly machine?: string }
  | { readonly place: 'setup'; readonly section?: string };

/** Opens a place and selects what was named. */
export type Go = (destination: Destination) => void;
