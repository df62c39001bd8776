import { Text } from '@codemirror/state';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { Button } from '../../ui/button';
import { Icon } from '../../ui/icon';
import { crumbsAt, type Crumb } from './outline';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly path: string;
}

/** Where the cursor is: the file, the pipeline, the stage. Each leads to its beginning. */
export function Breadcrumb({ store, path }: Props) {
  const text = useStore(store, (state) => {
    const document = state.documents.get(path);
    return document?.kind === 'open' ? document.text : '';
  });
  const cursor = useStore(store, (state) => state.cursor);
  const doc = useMemo(() => Text.of(text.split('\n')), [text]);
  const crumbs = useMemo(() => crumbsAt(doc, doc.lineAt(Math.min(cursor, doc.length)).number), [doc, cursor]);
  const { openFile, showSheet } = store.getState();
  return (
    <nav className="breadcrumb" aria-label="Place in the file">
      <button type="button" className="crumb" title={path} onClick={() => openFile(path, 1)}>
        {path}
      </button>
      {shortened(crumbs).map(({ label, line, column }, index) => (
        <span className="crumb-step" key={`${index} ${line} ${label}`}>
          <Icon name="chevron-right" size={12} />
          <button
            type="button"
            className="crumb"
            title={`${label}: line ${line}`}
            onClick={() => openFile(path, line, column)}
          >
            {label}
          </button>
        </span>
      ))}
      <span className="breadcrumb-end">
        <Button
          variant="ghost"
          icon="builds"
          title="Go to a pipeline or stage of this file (Ctrl Shift O)"
          onClick={() => showSheet({ kind: 'outline', path })}
        />
      </span>
    </nav>
  );
}

/** Keys between the stage and the one at the cursor say least. */
function shortened(crumbs: readonly Crumb[]): readonly Crumb[] {
  return crumbs.length > 3 ? crumbs.filter(({ kind }, index) => kind !== 'key' || index >= crumbs.length - 2) : crumbs;
}
