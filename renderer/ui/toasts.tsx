import { Button } from './button';
import type { Notice } from './notify';
import './overlay.css';
import { StateDot } from './state-dot';

interface Props {
  readonly toasts: readonly { readonly id: number; readonly notice: Notice }[];
  readonly onDismiss: (id: number) => void;
}

const WORDS = { ok: 'Done', run: 'Running', warn: 'Warning', bad: 'Failed', mute: 'Note' } as const;

/** What is said in passing, at the window's lower right. */
export function Toasts({ toasts, onDismiss }: Props) {
  return (
    <div className="toasts" role="status" aria-live="polite">
      {toasts.map(({ id, notice }) => (
        <div className="toast" key={id}>
          {notice.tone && <StateDot tone={notice.tone} label={WORDS[notice.tone]} />}
          <span className="toast-text">{notice.text}</span>
          {notice.action && (
            <Button
              onClick={() => {
                onDismiss(id);
                notice.action?.run();
              }}
            >
              {notice.action.label}
            </Button>
          )}
          <Button variant="ghost" icon="close" title="Dismiss" onClick={() => onDismiss(id)} />
        </div>
      ))}
    </div>
  );
}
