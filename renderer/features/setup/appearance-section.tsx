import { Group } from '../../ui/group';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';

type Choice = 'system' | 'dark' | 'light';
export interface ThemeControl {
  readonly choice: Choice;
  readonly choose: (choice: Choice) => void;
}

const CHOICES: readonly { readonly id: Choice; readonly label: string; readonly text: string }[] = [
  { id: 'system', label: 'As the desktop', text: 'Follows the desktop from dark to light and back' },
  { id: 'dark', label: 'Dark', text: 'Always dark' },
  { id: 'light', label: 'Light', text: 'Always light' },
];

/** Dark, light, or as the desktop has it. */
export function AppearanceSection({ theme }: { readonly theme: ThemeControl }) {
  return (
    <>
      <PaneHead>
        <h2>Appearance</h2>
      </PaneHead>
      <PaneBody>
        <div className="setup-page" role="radiogroup" aria-label="Theme">
          <Group label="Theme" />
          {CHOICES.map(({ id, label, text }) => (
            <label key={id} className="setup-choice">
              <input
                type="radio"
                name="theme"
                value={id}
                checked={theme.choice === id}
                onChange={() => theme.choose(id)}
              />
              <span className="fact-title">{label}</span>
              <span className="fact-purpose">{text}</span>
            </label>
          ))}
        </div>
      </PaneBody>
    </>
  );
}
