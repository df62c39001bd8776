import { useStore } from 'zustand';
import type { PackageDetails } from '../../../shared/packages/types';
import { Button } from '../../ui/button';
import { formatBytes, formatRelative } from '../../ui/format';
import { Group } from '../../ui/group';
import { KeyValue } from '../../ui/key-value';
import { pickedName, pinnedVersion, reflow, wayTo } from './package-rows';
import type { PackagesStore } from './store';

/** What it is, why it is there, and which versions there are. */
export function PackageAbout({ store, details }: { readonly store: PackagesStore; readonly details: PackageDetails }) {
  const rows = [
    { label: 'Installed', value: formatBytes(details.installSize) },
    { label: 'Download', value: formatBytes(details.downloadSize) },
    { label: 'Architecture', value: details.arch },
    { label: 'Repository', value: details.repo },
    { label: 'Built', value: details.buildTime > 0 ? formatRelative(details.buildTime * 1000) : '' },
    { label: 'License', value: details.license },
    { label: 'Source', value: details.source },
    { label: 'Home page', value: details.url },
    { label: 'Checksum', value: details.checksum },
  ].filter(({ value }) => value !== '');
  return (
    <>
      <div className="package-facts">
        <p className="package-headline">{details.summary}</p>
        <Why store={store} name={details.name} />
        <KeyValue rows={rows} />
        {details.description !== '' && details.description !== details.summary && (
          <p className="package-description">{reflow(details.description)}</p>
        )}
      </div>
      <Versions store={store} details={details} />
    </>
  );
}

/** The shortest way from what was asked for. */
function Why({ store, name }: { readonly store: PackagesStore; readonly name: string }) {
  const last = useStore(store, ({ preview }) => ('last' in preview ? preview.last : undefined));
  const entry = last?.packages.find((one) => one.name === name);
  if (!last || !entry) return null;
  const way = wayTo(name, last.reasons);
  if (way.length === 0)
    return <p className="packages-dim">{entry.requested ? 'In the image: it is asked for.' : 'In the image.'}</p>;
  return (
    <div>
      <p className="packages-dim">In the image because</p>
      <ol className="why" aria-label={`Why ${name} is in the image`}>
        {way.map((step, at) => (
          <li key={step.name}>
            <button type="button" className="packages-link" onClick={() => store.getState().show(step.name)}>
              {step.name}
            </button>
            <span className="packages-dim">{at === 0 ? ' is asked for' : ` provides ${step.requirement}`}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Every version that can be had; a click keeps to it. */
function Versions({ store, details }: { readonly store: PackagesStore; readonly details: PackageDetails }) {
  const { name, versions } = details;
  const pinned = useStore(store, (state) => {
    const entry = state.scope?.picked.find((one) => pickedName(one) === name);
    return entry === undefined ? undefined : pinnedVersion(entry);
  });
  const { pin } = store.getState();
  return (
    <section aria-label="Versions">
      <Group label="Versions" end={versions.length} />
      {versions.map(({ evr, repo, downloadSize }) => (
        <div key={`${evr} ${repo}`} className="version-line">
          <span className="mono packages-ellipsis" title={evr}>
            {evr}
          </span>
          <span className="packages-dim packages-ellipsis">{repo}</span>
          <span className="packages-end">{formatBytes(downloadSize)}</span>
          <Button
            variant="ghost"
            pressed={pinned === evr}
            title={pinned === evr ? 'Take the newest again' : `Add ${name} in exactly this version`}
            onClick={() => pin(name, pinned === evr ? undefined : evr)}
          >
            {pinned === evr ? 'Pinned' : 'Pin'}
          </Button>
        </div>
      ))}
    </section>
  );
}
