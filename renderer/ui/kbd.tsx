import './controls.css';

/** A key, or keys pressed together: `Ctrl K`. */
export function Kbd({ keys }: { readonly keys: string }) {
  return <kbd className="kbd">{keys}</kbd>;
}
