/** Methods of `bytes`. */
import type { Methods } from './attributes';
import { PyError } from './errors';
import type { PyBytes } from './values';

export const BYTES_METHODS: Methods<PyBytes> = {
  decode: (self) => {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(self.bytes);
    } catch {
      throw new PyError('UnicodeDecodeError', "'utf-8' codec can't decode bytes");
    }
  },
  hex: (self) => Buffer.from(self.bytes).toString('hex'),
};
