/** The parts of the Set-up place. */
import type { IconName } from '../../ui/icon-shapes';

export const SECTIONS = ['machine', 'appearance', 'keyboard', 'about'] as const;
export type Section = (typeof SECTIONS)[number];

export const SECTION_NAMES: Readonly<Record<Section, string>> = {
  machine: 'This machine',
  appearance: 'Appearance',
  keyboard: 'Keyboard',
  about: 'About',
};
export const SECTION_ICONS: Readonly<Record<Section, IconName>> = {
  machine: 'setup',
  appearance: 'moon',
  keyboard: 'command',
  about: 'info',
};

/** The section of that name; the first where there is none. */
export function sectionOf(name: string | undefined): Section {
  return SECTIONS.find((section) => section === name) ?? 'machine';
}
