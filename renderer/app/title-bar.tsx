import { useStore } from 'zustand';
import { Button } from '../ui/button';
import { Icon } from '../ui/icon';
import { Kbd } from '../ui/kbd';
import { Tag } from '../ui/tag';
import type { WindowParts } from './window-parts';

/** What is worked on, the way to anything, and the buttons that build it. */
export function TitleBar({ parts: { stores, actions, palette } }: { readonly parts: WindowParts }) {
  const { go } = stores.navigation.getState();
  const workspace = useStore(stores.manifest, (state) => state.workspace);
  const target = useStore(stores.manifest, (state) =>
    state.workspace?.targets.find((entry) => entry.name === state.target),
  );
  // There the target has its buttons beside it.
  const offersBuild = useStore(stores.navigation, (state) => state.place !== 'compose');
  return (
    <header className="top">
      <span className="top-brand">
        <Icon name="tree" size={20} />
      </span>
      <div className="top-crumbs">
        {workspace && (
          <button type="button" className="top-crumb" title={workspace.path} onClick={() => go({ place: 'compose' })}>
            <b>{workspace.name}</b>
          </button>
        )}
        {target && (
          <>
            <span className="top-separator">/</span>
            <button type="button" className="top-crumb" title={target.name} onClick={() => go({ place: 'compose' })}>
              {target.layout === 'file'
                ? target.name
                : [target.distro, target.target, target.image, target.type].join('-')}
            </button>
            <Tag>{target.arch}</Tag>
          </>
        )}
        {!workspace && <b>OSTree Studio</b>}
      </div>
      <button type="button" className="top-palette" onClick={() => palette.getState().toggle()}>
        <Icon name="search" size={14} />
        <span>Go to target, commit, package, command</span>
        <Kbd keys="Ctrl K" />
      </button>
      <div className="top-end">
        {offersBuild &&
          [...(target?.formats ?? [])].reverse().map((format, index, all) => (
            <Button
              key={format}
              variant={index === all.length - 1 ? 'primary' : 'default'}
              title={`${target?.name ?? ''}.${format}. Edited files are saved first.`}
              onClick={() => void actions.build(format)}
            >
              {index === all.length - 1 ? `Build ${format}` : `.${format}`}
            </Button>
          ))}
      </div>
    </header>
  );
}
