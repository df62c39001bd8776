import type { KeyboardEvent, ReactNode } from 'react';
import './controls.css';

interface Props<T extends string> {
  readonly tabs: readonly { readonly id: T; readonly label: string; readonly badge?: ReactNode }[];
  readonly value: T;
  readonly onChange: (id: T) => void;
  readonly label?: string;
  readonly end?: ReactNode;
}

/** Ways to see one thing. Arrow keys move, as in every tab list. */
export function Tabs<T extends string>({ tabs, value, onChange, label, end }: Props<T>) {
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const at = tabs.findIndex((tab) => tab.id === value);
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const next = step === undefined ? undefined : tabs[(at + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChange(next.id);
    event.currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  };
  return (
    <div className="tabs">
      <div role="tablist" aria-label={label} style={{ display: 'contents' }} onKeyDown={onKeyDown}>
        {tabs.map((tab) => (
          <button
            key={tab.id}
            type="button"
            role="tab"
            className="tab"
            data-tab={tab.id}
            aria-selected={tab.id === value}
            tabIndex={tab.id === value ? 0 : -1}
            onClick={() => onChange(tab.id)}
          >
            {tab.label}
            {tab.badge !== undefined && <span className="tab-badge">{tab.badge}</span>}
          </button>
        ))}
      </div>
      {end !== undefined && <div className="tabs-end">{end}</div>}
    </div>
  );
}
