/** Rows of the contract whose handlers are being written. */
import type { NounHandlers } from '../../shared/contract';
import { StudioError } from '../../shared/errors';

const pending = (): Promise<never> => Promise.reject(new StudioError('internal', 'This is not there yet.'));

export const pendingManifest: Pick<
  NounHandlers<'manifest'>,
  | 'manifest.create'
  | 'manifest.remove'
  | 'manifest.restore'
  | 'manifest.check'
  | 'manifest.cancel'
  | 'manifest.lastBuilt'
  | 'manifest.stageTypes'
  | 'manifest.symbols'
  | 'manifest.hashPassword'
  | 'manifest.defineSets'
  | 'manifest.saveDefineSet'
> = {
  'manifest.create': pending,
  'manifest.remove': pending,
  'manifest.restore': pending,
  'manifest.check': pending,
  'manifest.cancel': pending,
  'manifest.lastBuilt': pending,
  'manifest.stageTypes': pending,
  'manifest.symbols': pending,
  'manifest.hashPassword': pending,
  'manifest.defineSets': pending,
  'manifest.saveDefineSet': pending,
};

export const pendingWorkspace: Pick<
  NounHandlers<'workspace'>,
  | 'workspace.forgetRecent'
  | 'workspace.setFavourite'
  | 'workspace.newImage'
  | 'workspace.templates'
  | 'workspace.search'
  | 'workspace.git'
  | 'workspace.gitText'
  | 'workspace.gitLog'
  | 'workspace.sshKeys'
> = {
  'workspace.forgetRecent': pending,
  'workspace.setFavourite': pending,
  'workspace.newImage': pending,
  'workspace.templates': pending,
  'workspace.search': pending,
  'workspace.git': pending,
  'workspace.gitText': pending,
  'workspace.gitLog': pending,
  'workspace.sshKeys': pending,
};
