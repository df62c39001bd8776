import { Checkbox } from '../../ui/checkbox';
import { formatBytes } from '../../ui/format';
import { Tag } from '../../ui/tag';
import { versionOf } from './package-rows';
import type { Row } from './store';

interface Props {
  readonly entry: Row;
  readonly selected: boolean;
  readonly picked: boolean;
  readonly inImage: boolean;
  /** The version that was built, if the repositories have a newer one. */
  readonly newer: string | undefined;
  readonly excluded: boolean;
  readonly onToggle: () => void;
}

export function PackageRow({ entry, selected, picked, inImage, newer, excluded, onToggle }: Props) {
  const version = versionOf(entry);
  return (
    <div className="package-columns package-row" data-selected={selected || undefined}>
      <span role="gridcell" onDoubleClick={(event) => event.stopPropagation()}>
        <Checkbox bare checked={picked} label={`Add ${entry.name}`} onChange={onToggle} />
      </span>
      <span role="gridcell" className="package-name" title={`${entry.name}.${entry.arch} from ${entry.repo}`}>
        {entry.name}
      </span>
      <span role="gridcell" className="package-version mono" title={version}>
        {version}
      </span>
      <span
        role="gridcell"
        className="package-size"
        title={`${formatBytes(entry.installSize)} installed, ${formatBytes(entry.downloadSize)} to download`}
      >
        {formatBytes(entry.installSize)}
      </span>
      {entry.file === undefined ? (
        <span role="gridcell" className="package-summary" title={entry.summary}>
          {entry.summary}
        </span>
      ) : (
        <span role="gridcell" className="package-summary mono" title={entry.file}>
          {entry.file}
        </span>
      )}
      <span role="gridcell" className="package-state">
        {excluded ? (
          <Tag tone="warn" title="It is kept out of the image">
            excluded
          </Tag>
        ) : newer !== undefined ? (
          <Tag tone="run" title={`The head commit has ${newer}`}>
            update
          </Tag>
        ) : (
          inImage && <Tag title="The target resolves to it">in image</Tag>
        )}
      </span>
    </div>
  );
}
