import { useState, type ReactNode } from 'react';
import type { BuiltImage } from '../../../shared/builds/images';
import { Button } from '../../ui/button';
import { Checkbox } from '../../ui/checkbox';
import { Dialog } from '../../ui/dialog';
import { formatBytes, formatShortDate, shortChecksum } from '../../ui/format';
import { Select } from '../../ui/select';
import { TextInput } from '../../ui/text-input';
import { nameOfImage } from './machine-words';
import type { BootRequest } from './store';

interface Props {
  readonly images: readonly BuiltImage[];
  readonly booting: boolean;
  readonly onBoot: (request: BootRequest) => void;
  readonly onClose: () => void;
}

const MEMORY = [512, 1024, 2048, 4096, 8192];
const CPUS = [1, 2, 4, 8];

/** Chooses an image and the size of a new machine. */
export function NewMachineDialog({ images, booting, onBoot, onClose }: Props) {
  const [image, setImage] = useState(images[0]?.path ?? '');
  const [name, setName] = useState('');
  const [memoryMiB, setMemory] = useState(1024);
  const [cpus, setCpus] = useState(2);
  const [persistent, setPersistent] = useState(false);
  const boot = () => {
    const chosen = name.trim();
    onBoot({ image, memoryMiB, cpus, persistent, ...(chosen === '' ? {} : { name: chosen }) });
  };
  return (
    <Dialog
      title="Boot an image"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" disabled={image === '' || booting} onClick={boot}>
            {booting ? 'Booting' : 'Boot'}
          </Button>
        </>
      }
    >
      <div className="machine-form">
        <Field label="Image">
          <Select
            value={image}
            onChange={setImage}
            label="Image"
            options={images.map((entry) => ({ value: entry.path, label: imageLabel(entry) }))}
          />
        </Field>
        <Field label="Name">
          <TextInput value={name} onChange={setName} label="Name" placeholder={nameOfImage(image)} />
        </Field>
        <Field label="Memory">
          <Select
            value={String(memoryMiB)}
            onChange={(value) => setMemory(Number(value))}
            label="Memory"
            options={MEMORY.map((size) => ({ value: String(size), label: `${size} MiB` }))}
          />
        </Field>
        <Field label="CPUs">
          <Select
            value={String(cpus)}
            onChange={(value) => setCpus(Number(value))}
            label="CPUs"
            options={CPUS.map((count) => ({ value: String(count), label: String(count) }))}
          />
        </Field>
        <Checkbox checked={persistent} onChange={setPersistent} label="Write to the image itself" />
        <DiskWords persistent={persistent} />
      </div>
    </Dialog>
  );
}

function DiskWords({ persistent }: { persistent: boolean }) {
  return (
    <p className={persistent ? 'machine-warning' : 'machines-dim'}>
      {persistent
        ? 'The image file changes with everything the guest does: it is then no longer what was built.'
        : 'What the guest writes goes to an overlay that is thrown away with the machine; the image stays as it was built.'}
    </p>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="machine-field">
      <span className="machine-field-label">{label}</span>
      {children}
    </div>
  );
}

function imageLabel(image: BuiltImage): string {
  const file = image.path.slice(image.path.lastIndexOf('/') + 1);
  const ended = 'endedAt' in image.job.status ? formatShortDate(image.job.status.endedAt) : '';
  return [file, image.commit && shortChecksum(image.commit), formatBytes(image.size), ended]
    .filter(Boolean)
    .join(' · ');
}
