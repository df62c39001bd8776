import { Button } from './button';
import { useCopy } from './use-copy';

interface Props {
  readonly text: string;
  /** What is said when it is done: "Command copied". */
  readonly what?: string;
  readonly label?: string;
}

export function CopyButton({ text, what = 'Copied', label = 'Copy' }: Props) {
  const copy = useCopy();
  return (
    <Button
      icon="copy"
      title={`Copy: ${text.length > 200 ? `${text.slice(0, 200)}…` : text}`}
      onClick={() => copy(text, what)}
    >
      {label}
    </Button>
  );
}
