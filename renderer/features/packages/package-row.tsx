import type { Package } from '../../../shared/packages/types';
import { Checkbox } from '../../ui/checkbox';
import { formatBytes } from '../../ui/format';
import { Tag } from '../../ui/tag';
import { versionOf } from './package-rows';

interface Props {
  readonly entry: Package;
  readonly selected: boolean;
  readonly picked: boolean;
  readonly inImage: boolean;
  readonly onToggle: () => void;
}

export function PackageRow({ entry, selected, picked, inImage, onToggle }: Props) {
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
      <span role="gridcell" className="package-summary" title={entry.summary}>
        {entry.summary}
      </span>
      <span role="gridcell" className="package-state">
        {inImage && <Tag title="The target resolves to it">in image</Tag>}
      </span>
    </div>
  );
}
