import type { Advisory } from '../../../shared/packages/types';
import { Tag } from '../../ui/tag';

/** What was wrong with earlier versions. */
export function PackageAdvisories({ advisories }: { readonly advisories: readonly Advisory[] }) {
  return (
    <ul className="changelog" aria-label="Advisories">
      {advisories.map(({ id, type, severity, title, description, issued, references, fixedIn }) => (
        <li key={id}>
          <p className="advisory-line">
            <span className="mono packages-ellipsis" title={id}>
              {id}
            </span>
            <Tag tone={type === 'security' ? 'bad' : 'run'}>{severity === '' ? type : `${type}, ${severity}`}</Tag>
          </p>
          <p className="package-headline">{title}</p>
          <p className="packages-dim">{`fixed in ${fixedIn}${issued === '' ? '' : `, ${issued}`}`}</p>
          {references.length > 0 && <p className="packages-dim">{references.map((one) => one.id).join(', ')}</p>}
          {description !== '' && <p className="package-description">{description}</p>}
        </li>
      ))}
    </ul>
  );
}
