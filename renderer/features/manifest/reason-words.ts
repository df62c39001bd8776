import { assertNever } from '../../../shared/errors';
import type { Reason } from '../../../shared/manifest/types';

/** `mpp-if use_qm was true`, `mpp-eval hostname`, `imported: include/image.ipp.yml`. */
export function reasonWords(reason: Reason): string {
  switch (reason.kind) {
    case 'import':
      return `imported: ${reason.path}`;
    case 'if':
      return `mpp-if ${reason.code} was ${reason.branch === 'then' ? 'true' : 'false'}`;
    case 'directive':
      return reason.code === undefined ? reason.name : `${reason.name} ${reason.code}`;
    default:
      return assertNever(reason);
  }
}
