import { useState } from 'react';
import { useStore } from 'zustand';
import type { PackageDetails } from '../../../shared/packages/types';
import { Button } from '../../ui/button';
import { ErrorNotice } from '../../ui/error-notice';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { Spinner } from '../../ui/spinner';
import { Tabs } from '../../ui/tabs';
import { PackageAbout } from './package-about';
import { PackageAdvisories } from './package-advisories';
import { PackageChangelog } from './package-changelog';
import { PackageFiles } from './package-files';
import { PackageRelations } from './package-relations';
import { pickedName, versionOf } from './package-rows';
import type { PackagesStore } from './store';

type Tab = 'about' | 'relations' | 'files' | 'changes' | 'advisories';

/** What is known about the chosen package. */
export function PackageDetailsPane({ store }: { readonly store: PackagesStore }) {
  const selected = useStore(store, (state) => state.selected);
  const state = useStore(store, (entry) => entry.details);
  const [tab, setTab] = useState<Tab>('about');
  if (selected === undefined || !state) return null;
  const details = state.kind === 'ready' ? state.value : undefined;
  return (
    <Pane>
      <PaneHead
        end={
          state.kind === 'loading' ? (
            <Spinner label="Reading the package" />
          ) : (
            details && <PickButtons store={store} details={details} />
          )
        }
      >
        <h2 className="packages-ellipsis" title={selected}>
          {details?.name ?? selected}
        </h2>
        {details && (
          <span className="packages-dim packages-ellipsis mono" title={versionOf(details)}>
            {versionOf(details)}
          </span>
        )}
      </PaneHead>
      {details && (
        <Tabs<Tab>
          label={`About ${details.name}`}
          value={tab}
          onChange={setTab}
          tabs={[
            { id: 'about', label: 'About' },
            { id: 'relations', label: 'Needs' },
            { id: 'files', label: 'Files' },
            { id: 'changes', label: 'Changes' },
            ...(details.advisories.length > 0
              ? [{ id: 'advisories' as const, label: 'Advisories', badge: details.advisories.length }]
              : []),
          ]}
        />
      )}
      {state.kind === 'failed' && <ErrorNotice error={state.error} />}
      {details && tab === 'files' && <PackageFiles key={selected} store={store} />}
      {details && tab !== 'files' && (
        <PaneBody>
          {tab === 'about' && <PackageAbout store={store} details={details} />}
          {tab === 'relations' && <PackageRelations details={details} onShow={(name) => store.getState().show(name)} />}
          {tab === 'changes' && <PackageChangelog key={selected} store={store} />}
          {tab === 'advisories' && <PackageAdvisories advisories={details.advisories} />}
        </PaneBody>
      )}
    </Pane>
  );
}

/** Adds the package or takes it back; keeps it out where the manifest can. */
function PickButtons({ store, details }: { readonly store: PackagesStore; readonly details: PackageDetails }) {
  const { name } = details;
  const isPicked = useStore(store, (state) => state.scope?.picked.some((entry) => pickedName(entry) === name) ?? false);
  const excluded = useStore(store, (state) => state.scope?.excluded);
  const { toggle, toggleExcluded } = store.getState();
  return (
    <span className="packages-actions">
      {excluded !== undefined && (
        <Button
          variant="ghost"
          pressed={excluded.includes(name)}
          title="Keep it out of the image, whatever recommends it"
          onClick={() => toggleExcluded(name)}
        >
          {excluded.includes(name) ? 'Excluded' : 'Exclude'}
        </Button>
      )}
      <Button icon={isPicked ? 'check' : 'plus'} pressed={isPicked} onClick={() => toggle(name)}>
        {isPicked ? 'Added' : 'Add'}
      </Button>
    </span>
  );
}
