import type { ReactNode, Ref } from 'react';
import './controls.css';
import { Icon } from './icon';
import type { IconName } from './icon-shapes';

interface Props {
  readonly variant?: 'default' | 'primary' | 'ghost' | 'danger';
  readonly icon?: IconName;
  readonly disabled?: boolean;
  /** Tooltip, and the name where there are no words. */
  readonly title?: string;
  readonly type?: 'button' | 'submit';
  readonly autoFocus?: boolean;
  readonly pressed?: boolean;
  readonly expanded?: boolean;
  readonly onClick?: (event: { currentTarget: HTMLButtonElement }) => void;
  readonly children?: ReactNode;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button. One that is off stays in the tab order, so that its title can say why. */
export function Button(props: Props) {
  const { variant = 'default', icon, disabled = false, title, type = 'button', onClick, children } = props;
  const bare = children === undefined;
  return (
    <button
      ref={props.ref}
      type={type}
      className="button"
      data-variant={variant}
      data-icon-only={bare || undefined}
      aria-disabled={disabled || undefined}
      aria-label={bare ? title : undefined}
      aria-pressed={props.pressed}
      aria-expanded={props.expanded}
      title={title}
      autoFocus={props.autoFocus}
      onClick={(event) => {
        if (disabled) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {icon && <Icon name={icon} size={14} />}
      {children}
    </button>
  );
}
