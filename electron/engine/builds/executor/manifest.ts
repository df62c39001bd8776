/** A resolved manifest as the engine reads it: the parts of a stage with their shapes, and references made uniform. */
import { z } from 'zod';
import { StudioError } from '../../../../shared/errors';
import type { Manifest, Stage } from '../../../../shared/manifest/types';

const Options = z.record(z.string(), z.unknown());
const References = z.union([
  z.array(z.string()),
  z.array(z.object({ id: z.string(), options: Options.optional() })),
  z.record(z.string(), Options.nullable()),
]);

export const Input = z.strictObject({
  type: z.string(),
  origin: z.enum(['org.osbuild.source', 'org.osbuild.pipeline']),
  references: References,
  options: Options.optional(),
});
export type Input = z.infer<typeof Input>;

export const Device = z.strictObject({
  type: z.string(),
  parent: z.string().optional(),
  options: Options.optional(),
});
export type Device = z.infer<typeof Device>;

export const Mount = z.strictObject({
  name: z.string(),
  type: z.string(),
  source: z.string().optional(),
  partition: z.number().int().optional(),
  target: z.string().optional(),
  options: Options.optional(),
});
export type Mount = z.infer<typeof Mount>;

export interface StageParts {
  readonly inputs: ReadonlyMap<string, Input>;
  readonly devices: ReadonlyMap<string, Device>;
  readonly mounts: readonly Mount[];
}

/** All three ways of writing references, as one: id to what is said about it. */
export function references(input: Input): ReadonlyMap<string, Record<string, unknown>> {
  const { references: given } = input;
  if (!Array.isArray(given)) return new Map(Object.entries(given).map(([id, options]) => [id, options ?? {}]));
  return new Map(given.map((entry) => (typeof entry === 'string' ? [entry, {}] : [entry.id, entry.options ?? {}])));
}

/** Names of the pipelines that an input refers to. */
export function pipelineReferences(input: Input): string[] {
  if (input.origin !== 'org.osbuild.pipeline') return [];
  return [...references(input).keys()].flatMap((id) => (id.startsWith('name:') ? [id.slice(5)] : []));
}

function parsePart<T>(
  schema: z.ZodType<T>,
  value: unknown,
  field: string,
  where: { pipeline: string; stage: string },
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const path = [field, ...(issue?.path.map(String) ?? [])].join('.');
  throw new StudioError(
    'invalid-input',
    `Pipeline '${where.pipeline}', stage ${where.stage}, ${path}: ${issue?.message ?? 'wrong value'}.`,
    { detail: { ...where, field: path } },
  );
}

/** Parses a stage's inputs, devices and mounts. `field` is the stage's own path, for messages. */
export function stageParts(stage: Stage, pipeline: string, field: string): StageParts {
  const where = { pipeline, stage: stage.type };
  const members = <T>(schema: z.ZodType<T>, name: 'inputs' | 'devices'): Map<string, T> =>
    new Map(
      Object.entries(stage[name] ?? {}).map(([key, value]) => [
        key,
        parsePart(schema, value, `${field}.${name}.${key}`, where),
      ]),
    );
  const mounts = (stage.mounts ?? []).map((value, i) => parsePart(Mount, value, `${field}.mounts[${i}]`, where));
  return { inputs: members(Input, 'inputs'), devices: members(Device, 'devices'), mounts };
}

/** The pipelines that the exports need, dependencies first. */
export function neededPipelines(
  manifest: Manifest,
  exports: readonly string[],
  given: readonly string[] = [],
): string[] {
  const byName = new Map(manifest.pipelines.map((pipeline, index) => [pipeline.name, { pipeline, index }]));
  const order: string[] = [];
  const visit = (name: string, trail: readonly string[]): void => {
    if (order.includes(name) || given.includes(name)) return;
    const found = byName.get(name);
    if (!found)
      throw new StudioError('invalid-input', `The manifest has no pipeline named '${name}'.`, {
        hint: `It has ${[...byName.keys()].join(', ')}.`,
        detail: { pipeline: trail.at(-1) ?? name, names: [name] },
      });
    if (trail.includes(name))
      throw new StudioError('invalid-input', `The pipelines ${[...trail, name].join(' -> ')} need each other.`);
    const { pipeline, index } = found;
    const trailHere = [...trail, name];
    if (pipeline.build?.startsWith('name:')) visit(pipeline.build.slice(5), trailHere);
    (pipeline.stages ?? []).forEach((stage, i) => {
      const { inputs } = stageParts(stage, name, `pipelines[${index}].stages[${i}]`);
      for (const input of inputs.values()) for (const other of pipelineReferences(input)) visit(other, trailHere);
    });
    order.push(name);
  };
  for (const name of exports) visit(name, []);
  return order;
}
