import Ajv from 'ajv-draft-04';
import { expect, test } from 'vitest';
import { STAGES } from './registry';

const ajv = new Ajv({ strict: false });

test.each([...STAGES])('%s: its schemas are JSON schema, and it says what it does', (type, module) => {
  expect(module.type).toBe(type);
  expect(type).toMatch(/^org\.(osbuild|ostree-studio)\.[a-z0-9.-]+$/);
  expect(module.summary).not.toBe('');
  for (const schema of [module.options, module.inputs ?? {}]) expect(ajv.validateSchema(schema)).toBe(true);
});

test('an option that no stage has is refused by all but those that osbuild leaves open', () => {
  const open = [...STAGES.values()].filter(({ options }) => ajv.validate(options, { nonsense: 1 }));
  expect(open.map(({ type }) => type)).toEqual(['org.osbuild.noop']);
});
