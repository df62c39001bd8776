import type { Machine, PublishedRequest } from '../../../shared/machines/types';
import { formatBytes, formatDateTime } from '../../ui/format';
import { Group } from '../../ui/group';
import { Tag } from '../../ui/tag';
import { isRunning } from './machine-words';

const SHOWN = 50;

/** What the guest asked of the repository that is published to it, newest first. */
export function PublishedRequests({ machine }: { machine: Machine }) {
  if (!machine.publishing && machine.requests.length === 0) {
    return (
      <>
        <Group label="Published at 10.0.2.100" end={<Tag tone="mute">nothing</Tag>} />
        <p className="machines-note">No repository is published to this machine, so it cannot upgrade.</p>
      </>
    );
  }
  const newest = machine.requests.slice(-SHOWN).reverse();
  const serving = machine.publishing && isRunning(machine);
  return (
    <>
      <Group
        label="Published at 10.0.2.100"
        end={
          <span className="machines-ends">
            {machine.requests.length > 0 && machine.requests.length}
            <Tag tone={serving ? 'ok' : 'mute'}>{serving ? 'serving' : 'ended'}</Tag>
          </span>
        }
      />
      {newest.length === 0 && (
        <p className="machines-note" title={machine.repo}>
          The guest has asked for nothing yet.
        </p>
      )}
      <div role="list">
        {newest.map((request, index) => (
          <Request key={`${request.time} ${machine.requests.length - index}`} request={request} />
        ))}
      </div>
    </>
  );
}

function Request({ request }: { request: PublishedRequest }) {
  const bad = request.status >= 400;
  return (
    <div
      className="request"
      role="listitem"
      title={`${request.method} ${request.path}\n${request.status}, ${formatBytes(request.bytes)}\n${formatDateTime(request.time)}`}
    >
      <span data-tone={bad ? 'warn' : 'ok'}>{request.status}</span>
      <span className="machines-ellipsis">{shortPath(request.path)}</span>
      <span className="request-size">{formatBytes(request.bytes)}</span>
    </div>
  );
}

/** An object's path with eight digits of its checksum. */
function shortPath(path: string): string {
  return path.replace(/^(\/objects\/[0-9a-f]{2}\/[0-9a-f]{6})[0-9a-f]{56}(\.\w+)$/, '$1…$2');
}
