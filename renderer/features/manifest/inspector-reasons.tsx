import type { Place } from '../../../shared/manifest/types';
import { Icon } from '../../ui/icon';
import { reasonWords } from './reason-words';
import type { LiveRow } from './stage-rows';

interface Props {
  readonly row: LiveRow;
  /** The file that was resolved. */
  readonly root: string | undefined;
  readonly onOpen: (place: Place) => void;
}

/** Why a stage is in the image: from the file that was resolved, through imports and conditions, to its place. */
export function InspectorReasons({ row, root, onOpen }: Props) {
  if (!row.origin) return null;
  const { place, reasons } = row.origin;
  const steps = [
    ...(root === undefined ? [] : [{ words: `the manifest ${root}`, place: { file: root, line: 1, column: 1 } }]),
    ...reasons.map((reason) => ({ words: reasonWords(reason), place: reason.place })),
    { words: 'the stage itself', place },
  ];
  return (
    <section className="inspector-section" aria-label="Why is it here">
      <h4>Why is it here</h4>
      <ol className="reasons">
        {steps.map((step, index) => (
          <li key={index}>
            <button
              type="button"
              className="reason"
              title={`Open ${step.place.file}:${step.place.line}`}
              onClick={() => onOpen(step.place)}
            >
              <Icon name={index === 0 ? 'file' : 'arrow-right'} size={12} />
              <span className="reason-words">{step.words}</span>
              {index > 0 && (
                <span className="reason-place">{`${step.place.file.split('/').at(-1) ?? ''}:${step.place.line}`}</span>
              )}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}
