interface Props {
  readonly words: string;
  /** What stands on the button. */
  readonly sign: string;
  readonly on: boolean;
  readonly onChange: (on: boolean) => void;
}

/** One way to search, on or off. */
export function SearchOption({ words, sign, on, onChange }: Props) {
  return (
    <button
      type="button"
      className="search-option"
      aria-pressed={on}
      aria-label={words}
      title={words}
      onClick={() => onChange(!on)}
    >
      {sign}
    </button>
  );
}
