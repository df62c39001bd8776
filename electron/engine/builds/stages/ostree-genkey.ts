import { generateKeyPairSync } from 'node:crypto';
import { locate, writeText } from './paths';
import { object, PATH_FROM_ROOT } from './schemas';
import { defineStage } from './stage';

interface Options {
  publickey: string;
  secretkey: string;
}

/** RFC 8410: seed and public key are the last 32 bytes of the two DER texts. */
const KEY_BYTES = 32;

/** Base64 as ostree's ed25519 keys are written: the public key; the seed with the public key behind it. */
export function newKeys(): { publicKey: string; secretKey: string } {
  const pair = generateKeyPairSync('ed25519');
  const open = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
  const seed = pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(-KEY_BYTES);
  return { publicKey: open.toString('base64'), secretKey: Buffer.concat([seed, open]).toString('base64') };
}

/** The keys are new ones each time that the stage runs. */
export const ostreeGenkey = defineStage<Options>({
  type: 'org.osbuild.ostree.genkey',
  summary: 'Make a key pair for signing commits',
  options: object({ publickey: PATH_FROM_ROOT, secretkey: PATH_FROM_ROOT }, ['publickey', 'secretkey']),
  tools: [],
  async run(context) {
    const { publicKey, secretKey } = newKeys();
    await writeText(context, locate(context.options.publickey, context), publicKey);
    await writeText(context, locate(context.options.secretkey, context), secretKey);
  },
});
