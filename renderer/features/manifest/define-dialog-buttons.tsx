import { Button } from '../../ui/button';

interface Props {
  /** The verb on the button. */
  readonly verb: string;
  /** Why it cannot be done yet. */
  readonly problem: string | undefined;
  readonly busy?: boolean;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** The foot of a dialog that asks for something: the button says why it is off. */
export function DefineDialogButtons({ verb, problem, busy = false, onDone, onCancel }: Props) {
  return (
    <>
      <Button onClick={onCancel}>Cancel</Button>
      <Button
        variant="primary"
        disabled={problem !== undefined || busy}
        {...(problem === undefined ? {} : { title: problem })}
        onClick={onDone}
      >
        {verb}
      </Button>
    </>
  );
}
