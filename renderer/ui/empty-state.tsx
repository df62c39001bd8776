import type { ReactNode } from 'react';
import './feedback.css';
import { Icon } from './icon';
import type { IconName } from './icon-shapes';

interface Props {
  readonly icon: IconName;
  readonly title: string;
  /** What this is for. */
  readonly text: string;
  /** The one next step. */
  readonly action?: ReactNode;
}

/** Where there is nothing yet. */
export function EmptyState({ icon, title, text, action }: Props) {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={28} />
      </span>
      <h2>{title}</h2>
      <p>{text}</p>
      {action !== undefined && <div className="empty-action">{action}</div>}
    </div>
  );
}
