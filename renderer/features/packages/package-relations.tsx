import type { PackageDetails } from '../../../shared/packages/types';
import { Group } from '../../ui/group';
import { NameList } from './name-list';

interface Props {
  readonly details: PackageDetails;
  readonly onShow: (name: string) => void;
}

/** What it needs and who provides that, what needs it, and what else it says about others. */
export function PackageRelations({ details, onShow }: Props) {
  const { requires } = details;
  return (
    <>
      {requires.length > 0 && (
        <section aria-label="Requires">
          <Group label="Requires" end={requires.length} />
          <ul className="names">
            {requires.map(({ text, providers }) => (
              <li key={text}>
                <span className="mono requirement" title={text}>
                  {text}
                </span>
                <span className="providers">
                  {providers.length === 0 && <span className="requirement-missing">nothing provides it</span>}
                  {providers.slice(0, 3).map((name) => (
                    <button key={name} type="button" className="packages-link" onClick={() => onShow(name)}>
                      {name}
                    </button>
                  ))}
                  {providers.length > 3 && <span className="packages-dim">{`+${providers.length - 3}`}</span>}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
      <NameList label="Required by" names={details.requiredBy} onShow={onShow} />
      <NameList label="Recommends" names={details.recommends} onShow={undefined} />
      <NameList label="Provides" names={details.provides} onShow={undefined} />
      <NameList label="Conflicts with" names={details.conflicts} onShow={undefined} />
      <NameList label="Obsoletes" names={details.obsoletes} onShow={undefined} />
    </>
  );
}
