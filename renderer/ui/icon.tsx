import { ICON_SHAPES, type IconName } from './icon-shapes';

interface Props {
  readonly name: IconName;
  /** Width and height in pixels; 16 unless told. */
  readonly size?: number;
}

/** A picture beside words: it is hidden from readers, so give the control a name. */
export function Icon({ name, size = 16 }: Props) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 18 18"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {ICON_SHAPES[name]}
    </svg>
  );
}
