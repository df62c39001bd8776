/** Rows of the contract whose handlers are being written. */
import type { NounHandlers } from '../../shared/contract';
import { StudioError } from '../../shared/errors';

const pending = (): Promise<never> => Promise.reject(new StudioError('internal', 'This is not there yet.'));

export const pendingManifest: Pick<
  NounHandlers<'manifest'>,
  'manifest.stageTypes' | 'manifest.symbols'
> = {
  'manifest.stageTypes': pending,
  'manifest.symbols': pending,
};
