/** Rows of the contract that nothing answers yet; goes when they are answered. */
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';

type Pending = Pick<
  NounHandlers<'builds'>,
  | 'builds.enqueueMany'
  | 'builds.logOutline'
  | 'builds.logSearch'
  | 'builds.saveLog'
  | 'builds.move'
  | 'builds.queue'
  | 'builds.setQueue'
  | 'builds.takeQueue'
  | 'builds.commands'
  | 'builds.manifest'
  | 'builds.removeArtifact'
  | 'builds.restoreArtifact'
  | 'builds.purgeArtifact'
  | 'builds.shell'
  | 'builds.resizeShell'
  | 'builds.tree'
  | 'builds.treeFile'
  | 'builds.releaseSandbox'
>;

const none = (): Promise<never> => Promise.reject(new StudioError('internal', 'Not there yet.'));

export function pendingBuilds(): Pending {
  return {
    'builds.enqueueMany': none,
    'builds.logOutline': none,
    'builds.logSearch': none,
    'builds.saveLog': none,
    'builds.move': none,
    'builds.queue': none,
    'builds.setQueue': none,
    'builds.takeQueue': none,
    'builds.commands': none,
    'builds.manifest': none,
    'builds.removeArtifact': none,
    'builds.restoreArtifact': none,
    'builds.purgeArtifact': none,
    'builds.shell': none,
    'builds.resizeShell': none,
    'builds.tree': none,
    'builds.treeFile': none,
    'builds.releaseSandbox': none,
  };
}
