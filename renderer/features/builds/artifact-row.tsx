import type { ReactNode } from 'react';
import type { Artifact } from '../../../shared/builds/types';
import { assertNever } from '../../../shared/errors';
import { Button } from '../../ui/button';
import { Checksum } from '../../ui/checksum';
import { formatBytes } from '../../ui/format';
import type { Go } from '../../ui/navigation';

interface Props {
  readonly artifact: Artifact;
  readonly go: Go;
  readonly onBoot: (image: string) => void;
  readonly copy: (text: string, what: string) => void;
}

/** What a job has made, with the way to it. */
export function ArtifactRow({ artifact, go, onBoot, copy }: Props) {
  switch (artifact.kind) {
    case 'image':
      return (
        <Row name={fileName(artifact.path)} full={artifact.path} end={formatBytes(artifact.size)}>
          <Button
            variant="primary"
            icon="play"
            onClick={() => onBoot(artifact.path)}
            title="Boot a virtual machine from it"
          >
            Boot
          </Button>
          <CopyPath path={artifact.path} copy={copy} />
        </Row>
      );
    case 'commit':
      return (
        <Row name={artifact.ref} full={artifact.ref} end={<Checksum value={artifact.checksum} />}>
          <Button onClick={() => go({ place: 'history', commit: artifact.checksum })}>Show in History</Button>
          {artifact.parent !== undefined && (
            <span className="builds-dim builds-ellipsis">
              parent <Checksum value={artifact.parent} />
            </span>
          )}
        </Row>
      );
    case 'repository':
      return (
        <Row name={fileName(artifact.path)} full={artifact.path} end={`${artifact.packages} packages`}>
          <Button onClick={() => go({ place: 'packages' })}>Show in Packages</Button>
          <CopyPath path={artifact.path} copy={copy} />
        </Row>
      );
    case 'delta':
      return (
        <Row
          name={`${artifact.from?.slice(0, 8) ?? 'nothing'} → ${artifact.to.slice(0, 8)}`}
          full={artifact.to}
          end={formatBytes(artifact.size)}
        >
          <Button onClick={() => go({ place: 'history', commit: artifact.to })}>Show in History</Button>
          {artifact.path !== undefined && <CopyPath path={artifact.path} copy={copy} />}
        </Row>
      );
    default:
      return assertNever(artifact);
  }
}

interface RowProps {
  readonly name: string;
  readonly full: string;
  readonly end: ReactNode;
  readonly children: ReactNode;
}

function Row({ name, full, end, children }: RowProps) {
  return (
    <div className="artifact">
      <div className="artifact-line">
        <span className="builds-ellipsis artifact-name" title={full}>
          {name}
        </span>
        <span className="artifact-end">{end}</span>
      </div>
      <div className="artifact-line">{children}</div>
    </div>
  );
}

function CopyPath({ path, copy }: { path: string; copy: Props['copy'] }) {
  return (
    <Button onClick={() => copy(path, 'Path copied')} title={path}>
      Copy path
    </Button>
  );
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
