import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { WireError } from '../../../shared/errors';
import type { Target } from '../../../shared/manifest/types';
import { Dialog } from '../../ui/dialog';
import { ErrorNotice } from '../../ui/error-notice';
import { TextInput } from '../../ui/text-input';
import type { ImageSource, Template } from './new-image-actions';
import { imageNameProblem, namesOfImage } from './new-image-names';
import { NewImageSources } from './new-image-sources';
import { DefineDialogButtons } from './define-dialog-buttons';
import './dialogs.css';
import type { ManifestStore } from './store';

interface Props {
  readonly store: ManifestStore;
  readonly onClose: () => void;
}

const NONE: readonly Target[] = [];

/** A new image from a template, or as a copy of one that there is. */
export function NewImageDialog({ store, onClose }: Props) {
  const targets = useStore(store, (state) => state.workspace?.targets ?? NONE);
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<ImageSource>();
  const [error, setError] = useState<WireError>();
  const [isBusy, setBusy] = useState(false);
  const templates = useStore(store, (state) => state.templates);
  useEffect(() => {
    void store.getState().readTemplates();
  }, [store]);
  const source = chosen ?? firstSource(templates, targets);
  const problem = imageNameProblem(name, targets);
  const create = async () => {
    if (problem !== undefined || !source || isBusy) return;
    setBusy(true);
    const failure = await store.getState().createImage(name, source);
    setBusy(false);
    if (failure) setError(failure);
    else onClose();
  };
  return (
    <Dialog
      title="New image"
      onClose={onClose}
      footer={
        <DefineDialogButtons
          verb={isBusy ? 'Creating…' : 'Create'}
          problem={problem ?? (source ? undefined : 'There is nothing to begin with.')}
          busy={isBusy}
          onDone={() => void create()}
          onCancel={onClose}
        />
      }
    >
      <div className="form-dialog">
        <div className="form-row">
          <span className="form-label">Name</span>
          <TextInput
            mono
            autoFocus
            label="Name of the image"
            placeholder="my_image"
            value={name}
            onChange={setName}
            invalid={name !== '' && problem !== undefined}
            onKeyDown={(event) => {
              if (event.key === 'Enter') void create();
            }}
          />
        </div>
        <NewTargets name={name} problem={problem} targets={targets} />
        <NewImageSources targets={targets} templates={templates} value={source} onChange={setChosen} />
        {error && <ErrorNotice error={error} />}
      </div>
    </Dialog>
  );
}

function firstSource(templates: readonly Template[], targets: readonly Target[]): ImageSource | undefined {
  const [template] = templates;
  if (template) return { kind: 'template', id: template.id };
  const image = targets.find((target) => target.layout === 'images');
  return image && { kind: 'copy', manifest: image.manifest };
}

interface NewTargetsProps {
  readonly name: string;
  readonly problem: string | undefined;
  readonly targets: readonly Target[];
}

/** What the name leads to, as it is typed. */
function NewTargets({ name, problem, targets }: NewTargetsProps) {
  if (problem !== undefined)
    return (
      <p className={name === '' ? 'compose-dim' : 'form-problem'} role="status">
        {name === '' ? 'Letters, digits and underscores: it becomes a part of the targets’ names.' : problem}
      </p>
    );
  const names = namesOfImage(name, targets);
  return (
    <div className="new-image-names" role="status">
      <p className="compose-dim">{names.length === 1 ? 'Its target will be' : `Its ${names.length} targets will be`}</p>
      <ul className="mono" tabIndex={names.length > 4 ? 0 : undefined}>
        {names.map((each) => (
          <li key={each} className="compose-ellipsis" title={each}>
            {each}
          </li>
        ))}
      </ul>
    </div>
  );
}
