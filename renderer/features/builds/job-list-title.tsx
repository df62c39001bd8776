/** Characters of a long name's end that always stay: there are the architecture and the format. */
const TAIL = 15;

/** A name that is cut in the middle where there is no room; the whole is in the row's tooltip. */
export function JobListTitle({ text }: { readonly text: string }) {
  if (text.length <= TAIL + 4) return <span className="jobs-name">{text}</span>;
  return (
    <span className="jobs-name" aria-label={text}>
      <span className="jobs-name-start">{text.slice(0, -TAIL)}</span>
      <span className="jobs-name-end">{text.slice(-TAIL)}</span>
    </span>
  );
}
