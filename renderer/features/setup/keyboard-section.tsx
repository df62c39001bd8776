import { Group } from '../../ui/group';
import { Kbd } from '../../ui/kbd';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly { readonly title: string; readonly shortcuts: readonly string[] }[];
}

/** Every key that does something. */
export function KeyboardSection({ groups }: { readonly groups: readonly KeyGroup[] }) {
  return (
    <>
      <PaneHead>
        <h2>Keyboard shortcuts</h2>
      </PaneHead>
      <PaneBody>
        <div className="setup-page">
          {groups.map(({ title, keys }) => (
            <section key={title} aria-label={title}>
              <Group label={title} />
              <ul>
                {keys.map((entry) => (
                  <li key={entry.title} className="fact fact-line">
                    <span className="fact-words">{entry.title}</span>
                    <span className="setup-keys">
                      {entry.shortcuts.map((shortcut) => (
                        <Kbd key={shortcut} keys={shortcut} />
                      ))}
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          ))}
        </div>
      </PaneBody>
    </>
  );
}
