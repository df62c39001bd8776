import type { ReactNode } from 'react';
import { Button } from '../../ui/button';
import { Dialog } from '../../ui/dialog';
import './new-job.css';
import type { BuildsStore } from './store';

interface Props {
  readonly store: BuildsStore;
  readonly title: string;
  /** The verb on the button. */
  readonly confirm: string;
  readonly danger?: boolean;
  /** Why it cannot be queued yet; empty says nothing, but holds it back too. */
  readonly problem: string | undefined;
  readonly wide?: boolean;
  readonly onConfirm: () => void;
  readonly children: ReactNode;
}

/** A small dialog that queues a job. Enter in a field confirms, Escape closes. */
export function NewJobForm(props: Props) {
  const { store, title, confirm, danger = false, problem, wide = false, onConfirm, children } = props;
  const { closeDialog } = store.getState();
  const isOff = problem !== undefined;
  return (
    <Dialog
      title={title}
      wide={wide}
      onClose={closeDialog}
      footer={
        <>
          {isOff && problem !== '' && <span className="job-form-problem">{problem}</span>}
          <Button onClick={closeDialog}>Cancel</Button>
          <Button variant={danger ? 'danger' : 'primary'} disabled={isOff} onClick={onConfirm}>
            {confirm}
          </Button>
        </>
      }
    >
      <form
        className="job-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (!isOff) onConfirm();
        }}
      >
        {children}
        {/* Without a button of its own a form with several fields is not sent by Enter. */}
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
