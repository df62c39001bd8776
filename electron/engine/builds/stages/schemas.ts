/** Parts that the schemas of several stages share. */
import type { JsonSchema } from './stage';

export const string = { type: 'string' } as const;
export const strings = { type: 'array', items: string } as const;
export const boolean = { type: 'boolean' } as const;
export const number = { type: 'number' } as const;

/** An object that has these properties and no others. */
export function object(properties: Record<string, unknown>, required: readonly string[] = []): JsonSchema {
  return { type: 'object', additionalProperties: false, properties, ...(required.length > 0 ? { required } : {}) };
}

/** Absolute or relative, without `..`. */
export const PATH_PATTERN = '^\\/?(?!\\.\\.)((?!\\/\\.\\.\\/).)+$';
/** Absolute, without `..`. */
export const PATH_FROM_ROOT = { type: 'string', pattern: '^\\/(?!\\.\\.)((?!\\/\\.\\.\\/).)+$' } as const;
export const UUID_PATTERN = '^[0-9A-Za-z]{8}(-[0-9A-Za-z]{4}){3}-[0-9A-Za-z]{12}$';
export const VFAT_ID_PATTERN = '^[0-9A-Za-z]{4}-[0-9A-Za-z]{4}$';

/** Which deployment of a sysroot is meant. */
export const deployment: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    osname: string,
    ref: string,
    serial: { type: 'number', default: 0 },
    default: { type: 'boolean', default: false },
  },
  // Named by its system and ref, or the only one there is.
  oneOf: [
    { properties: { default: { enum: [false] } }, required: ['osname', 'ref'] },
    {
      properties: { default: { enum: [true] } },
      not: { anyOf: [{ required: ['osname'] }, { required: ['ref'] }, { required: ['serial'] }] },
    },
  ],
};

export interface Deployment {
  osname?: string;
  ref?: string;
  serial?: number;
  default?: boolean;
}

/** An input whose own shape is checked by the input's type. */
export const anyInput: JsonSchema = { type: 'object' };
