import { lazy, Suspense, useState } from 'react';
import type { Manifest, Resolved } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';
import { formatBytes } from '../../ui/format';
import { Select } from '../../ui/select';
import { useCopy } from '../../ui/use-copy';
import { JsonText } from './json-text';
import { useJsonText } from './json-text-of';
import type { ManifestStore } from './store';

/** Only who compares needs what compares. */
const JsonCompare = lazy(() => import('./json-compare').then((module) => ({ default: module.JsonCompare })));

type Against = 'nothing' | 'built' | 'baseline';
const CHOICES: readonly { value: Against; label: string }[] = [
  { value: 'nothing', label: 'Do not compare' },
  { value: 'built', label: 'Compare with last built' },
  { value: 'baseline', label: 'Compare with before the edit' },
];

interface Props {
  readonly store: ManifestStore;
  readonly resolved: Resolved;
  readonly manifest: Manifest;
  /** It is not what the files say now. */
  readonly stale: boolean;
}

/** The manifest as osbuild reads it, alone or beside an earlier one. */
export function JsonView({ store, resolved, manifest, stale }: Props) {
  const [against, setAgainst] = useState<Against>('nothing');
  const [search, setSearch] = useState(0);
  const text = useJsonText(manifest);
  const copy = useCopy();
  const save = () => {
    if (text !== undefined)
      void store.getState().saveText('Save the resolved manifest', `${resolved.target}.json`, `${text}\n`);
  };
  return (
    <div className="picture" data-stale={stale || undefined}>
      <div className="resolved-bar">
        <span className="compose-dim compose-ellipsis">
          {text === undefined ? '' : `osbuild manifest 2 · ${formatBytes(text.length)}`}
        </span>
        <span className="resolved-tools">
          <Select<Against> label="Compare" value={against} onChange={setAgainst} options={CHOICES} />
          <Button
            icon="search"
            variant="ghost"
            disabled={against !== 'nothing'}
            title={against === 'nothing' ? 'Search (Ctrl F)' : 'Search is for the whole text, not for a comparison'}
            onClick={() => setSearch(search + 1)}
          />
          <Button
            icon="copy"
            variant="ghost"
            title="Copy the whole manifest"
            onClick={() => copy(text ?? '', 'Manifest copied')}
          />
          <Button icon="save" title="Write it to a file" onClick={save}>
            Save as…
          </Button>
        </span>
      </div>
      {against === 'nothing' ? (
        text !== undefined && <JsonText store={store} text={text} origins={resolved.origins} search={search} />
      ) : (
        <Suspense fallback={null}>
          <JsonCompare key={against} store={store} against={against} target={resolved.target} manifest={manifest} />
        </Suspense>
      )}
    </div>
  );
}
