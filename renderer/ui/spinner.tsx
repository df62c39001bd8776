import './feedback.css';

/** Something is under way. */
export function Spinner({ label = 'Working' }: { readonly label?: string }) {
  return <span className="spinner" role="status" aria-label={label} />;
}
