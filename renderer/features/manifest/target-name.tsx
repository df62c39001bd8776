/** How many characters at the end stay in sight. */
const TAIL = 14;

/** A text that is cut in its middle: what tells long names apart stands at their ends. */
export function MiddleText({ text }: { readonly text: string }) {
  if (text.length <= TAIL * 1.5) return <span className="item-title">{text}</span>;
  return (
    <span className="middle-text" title={text}>
      <span className="middle-text-head">{text.slice(0, -TAIL)}</span>
      <span className="middle-text-tail">{text.slice(-TAIL)}</span>
    </span>
  );
}
