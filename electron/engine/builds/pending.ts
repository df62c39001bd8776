/** Rows of the contract that nothing answers yet; goes when they are answered. */
import type { NounHandlers } from '../../../shared/contract';
import { StudioError } from '../../../shared/errors';

type Pending = Pick<
  NounHandlers<'builds'>,
  | 'builds.logOutline'
  | 'builds.logSearch'
  | 'builds.saveLog'
  | 'builds.commands'
  | 'builds.manifest'
  | 'builds.removeArtifact'
  | 'builds.restoreArtifact'
  | 'builds.purgeArtifact'
>;

const none = (): Promise<never> => Promise.reject(new StudioError('internal', 'Not there yet.'));

export function pendingBuilds(): Pending {
  return {
    'builds.logOutline': none,
    'builds.logSearch': none,
    'builds.saveLog': none,
    'builds.commands': none,
    'builds.manifest': none,
    'builds.removeArtifact': none,
    'builds.restoreArtifact': none,
    'builds.purgeArtifact': none,
  };
}
