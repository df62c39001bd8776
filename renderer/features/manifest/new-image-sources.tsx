import { useId, useMemo } from 'react';
import type { Target } from '../../../shared/manifest/types';
import { Select } from '../../ui/select';
import type { ImageSource, Template } from './new-image-actions';

interface Props {
  readonly targets: readonly Target[];
  readonly templates: readonly Template[];
  readonly value: ImageSource | undefined;
  readonly onChange: (source: ImageSource) => void;
}

/** What a new image begins with: a card for each template, and one for a copy. */
export function NewImageSources({ targets, templates, value, onChange }: Props) {
  const group = useId();
  const images = useMemo(
    () => [...new Set(targets.flatMap((target) => (target.layout === 'images' ? target.manifest : [])))],
    [targets],
  );
  const copied = value?.kind === 'copy' ? value.manifest : (images[0] ?? '');
  const card = (id: string, checked: boolean, title: string, summary: string, source: ImageSource) => (
    <label key={id} className="form-card" data-selected={checked || undefined}>
      <input type="radio" name={group} checked={checked} aria-label={title} onChange={() => onChange(source)} />
      <span>
        <b>{title}</b>
        <span className="compose-dim">{summary}</span>
      </span>
    </label>
  );
  return (
    <div className="form-cards" role="radiogroup" aria-label="What it begins with">
      {templates.map(({ id, title, summary }) =>
        card(id, value?.kind === 'template' && value.id === id, title, summary, { kind: 'template', id }),
      )}
      {images.length > 0 &&
        card('copy', value?.kind === 'copy', 'A copy of an image', 'Everything that image has, in a file of its own.', {
          kind: 'copy',
          manifest: copied,
        })}
      {value?.kind === 'copy' && images.length > 1 && (
        <Select
          label="Image to copy"
          value={copied}
          onChange={(manifest) => onChange({ kind: 'copy', manifest })}
          options={images.map((path) => ({ value: path, label: path }))}
        />
      )}
    </div>
  );
}
