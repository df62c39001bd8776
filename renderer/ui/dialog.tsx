import { useId, useRef, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { Button } from './button';
import './overlay.css';
import { useFocusTrap } from './use-focus-trap';

interface Props {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly footer?: ReactNode;
  /** For tables and forms with several columns. */
  readonly wide?: boolean;
}

/** Asks something before the work goes on. Escape and a click beside it close it. */
export function Dialog({ title, onClose, children, footer, wide }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const heading = useId();
  const onKeyDown = useFocusTrap(box, onClose);
  return createPortal(
    <div
      className="scrim"
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose();
      }}
    >
      <div
        className="dialog"
        data-wide={wide || undefined}
        role="dialog"
        aria-modal="true"
        aria-labelledby={heading}
        tabIndex={-1}
        ref={box}
        onKeyDown={onKeyDown}
      >
        <div className="dialog-head">
          <h2 id={heading}>{title}</h2>
          <span data-focus-last>
            <Button variant="ghost" icon="close" title="Close (Escape)" onClick={onClose} />
          </span>
        </div>
        <div className="dialog-body">{children}</div>
        {footer !== undefined && <div className="dialog-foot">{footer}</div>}
      </div>
    </div>,
    document.body,
  );
}
