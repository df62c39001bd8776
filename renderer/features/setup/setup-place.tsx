import { useStore } from 'zustand';
import { Columns } from '../../ui/columns';
import { Icon } from '../../ui/icon';
import { ListItem } from '../../ui/list-item';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { StateDot } from '../../ui/state-dot';
import { AboutSection } from './about-section';
import { AppearanceSection, type ThemeControl } from './appearance-section';
import { KeyboardSection, type KeyGroup } from './keyboard-section';
import { MachineSection } from './machine-section';
import { SECTION_ICONS, SECTION_NAMES, sectionOf, SECTIONS, type Section } from './sections';
import './setup.css';
import type { SetupStore } from './store';

interface Props {
  readonly store: SetupStore;
  /** The part that is open; the first if it names none. */
  readonly section: string | undefined;
  readonly onSection: (section: Section) => void;
  readonly theme: ThemeControl;
  readonly keys: readonly KeyGroup[];
}

/** What this machine can do, how the window looks, and the keys. */
export function SetupPlace({ store, section, onSection, theme, keys }: Props) {
  const open = sectionOf(section);
  const missing = useStore(
    store,
    (state) => state.report?.checks.filter((check) => check.state === 'missing').length ?? 0,
  );
  return (
    <Columns
      id="setup"
      left={
        <Pane>
          <PaneHead>
            <h1>Set-up</h1>
          </PaneHead>
          <PaneBody>
            {SECTIONS.map((name) => (
              <ListItem
                key={name}
                selected={name === open}
                leading={<Icon name={SECTION_ICONS[name]} size={14} />}
                title={SECTION_NAMES[name]}
                end={
                  name === 'machine' && missing > 0 ? (
                    <>
                      <StateDot tone="bad" label="Something is missing" />
                      {`${missing} missing`}
                    </>
                  ) : undefined
                }
                onClick={() => onSection(name)}
              />
            ))}
          </PaneBody>
        </Pane>
      }
      middle={
        <Pane flat>
          {open === 'machine' && <MachineSection store={store} />}
          {open === 'appearance' && <AppearanceSection theme={theme} />}
          {open === 'keyboard' && <KeyboardSection groups={keys} />}
          {open === 'about' && <AboutSection store={store} />}
        </Pane>
      }
    />
  );
}
