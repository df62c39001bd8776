import { CopyButton } from './copy-button';
import './feedback.css';

/** A command to type, and the button that copies it. */
export function CommandLine({ command }: { readonly command: string }) {
  return (
    <div className="command-line">
      <code tabIndex={0} aria-label="Command">
        {command}
      </code>
      <CopyButton text={command} what="Command copied" />
    </div>
  );
}
