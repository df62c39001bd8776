import { FORMAT_INFO } from '../../../shared/manifest/formats';
import type { Format, Target } from '../../../shared/manifest/types';
import { Button } from '../../ui/button';

interface Props {
  readonly target: Target;
  readonly onBuild: (format: Format) => void;
}

/** One button for each format of the target; the first is what is wanted most. */
export function BuildButtons({ target, onBuild }: Props) {
  return (
    <div className="build-buttons" role="group" aria-label="Build">
      {target.formats.map((format, index) => (
        <Button
          key={format}
          variant={index === 0 ? 'primary' : 'default'}
          title={`${target.name}.${format}: ${FORMAT_INFO[format].summary}. Edited files are saved first.`}
          onClick={() => onBuild(format)}
        >
          {`Build ${format}`}
        </Button>
      ))}
    </div>
  );
}
