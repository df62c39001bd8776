import { useStore } from 'zustand';
import type { PackageDetails } from '../../../shared/packages/types';
import { ErrorNotice } from '../../ui/error-notice';
import { formatBytes } from '../../ui/format';
import { KeyValue } from '../../ui/key-value';
import { Pane } from '../../ui/pane';
import { PaneBody } from '../../ui/pane-body';
import { PaneHead } from '../../ui/pane-head';
import { Spinner } from '../../ui/spinner';
import { NameList } from './name-list';
import { reflow, versionOf } from './package-rows';
import type { PackagesStore } from './store';

/** What is known about the chosen package. */
export function PackageDetailsPane({ store }: { readonly store: PackagesStore }) {
  const selected = useStore(store, (state) => state.selected);
  const state = useStore(store, (entry) => entry.details);
  if (selected === undefined || !state) return null;
  const details = state.kind === 'ready' ? state.details : undefined;
  return (
    <Pane>
      <PaneHead end={state.kind === 'loading' && <Spinner label="Reading the package" />}>
        <h2 className="packages-ellipsis" title={selected}>
          {details?.name ?? selected}
        </h2>
        {details && (
          <span className="packages-dim packages-ellipsis mono" title={versionOf(details)}>
            {versionOf(details)}
          </span>
        )}
      </PaneHead>
      <PaneBody>
        {state.kind === 'failed' && <ErrorNotice error={state.error} />}
        {details && <Details details={details} onShow={(name) => store.getState().show(name)} />}
      </PaneBody>
    </Pane>
  );
}

function Details({ details, onShow }: { readonly details: PackageDetails; readonly onShow: (name: string) => void }) {
  const rows = [
    { label: 'Installed', value: formatBytes(details.installSize) },
    { label: 'Download', value: formatBytes(details.downloadSize) },
    { label: 'Architecture', value: details.arch },
    { label: 'Repository', value: details.repo },
    { label: 'License', value: details.license },
    { label: 'Source', value: details.source },
    { label: 'Home page', value: details.url },
  ].filter(({ value }) => value !== '');
  return (
    <>
      <div className="package-facts">
        <p className="package-headline">{details.summary}</p>
        <KeyValue rows={rows} />
        {details.description !== '' && details.description !== details.summary && (
          <p className="package-description">{reflow(details.description)}</p>
        )}
      </div>
      <NameList label="Requires" names={details.requires.map(({ text }) => text)} onShow={undefined} />
      <NameList label="Required by" names={details.requiredBy} onShow={onShow} />
      <NameList label="Provides" names={details.provides} onShow={undefined} />
    </>
  );
}
