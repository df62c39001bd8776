/** Checks a manifest before anything runs: every stage, option, input, device and mount, and the host's programs. */
import Ajv, { type ErrorObject, type ValidateFunction } from 'ajv-draft-04';
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { StudioError, type ErrorDetail } from '../../../../shared/errors';
import type { Manifest, Stage } from '../../../../shared/manifest/types';
import { cleanEnvironment } from '../../run';
import { STAGES } from '../stages/registry';
import type { StageModule } from '../stages/stage';
import { DEVICES } from './devices';
import { INPUTS } from './inputs';
import { stageParts, type StageParts } from './manifest';
import { MOUNTS } from './mounts';

export interface ManifestProblem {
  message: string;
  hint?: string;
  detail: ErrorDetail;
}

/** What a manifest may have that only osbuild can do. */
const NOT_THERE = 'The built-in engine does not have it: install osbuild, and build with that.';
const ajv = new Ajv({ allErrors: true, strict: false });
const compiled = new WeakMap<object, ValidateFunction>();

function check(schema: object, value: unknown): readonly ErrorObject[] {
  const validate = compiled.get(schema) ?? ajv.compile(schema);
  compiled.set(schema, validate);
  return validate(value) ? [] : (validate.errors ?? []);
}

/** `/paths/0/mode` as people write it: `paths[0].mode`. */
export function fieldPath(pointer: string): string {
  const parts = pointer.split('/').slice(1);
  const names = parts.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  return names.map((name) => (/^\d+$/.test(name) ? `[${name}]` : `.${name}`)).join('');
}

function explain(error: ErrorObject): { path: string; message: string } {
  const at = fieldPath(error.instancePath);
  const params = error.params as Record<string, unknown>;
  if (error.keyword === 'additionalProperties') {
    const name = String(params.additionalProperty);
    return { path: `${at}.${name}`, message: `unknown option '${name}'` };
  }
  if (error.keyword === 'required') {
    const name = String(params.missingProperty);
    return { path: `${at}.${name}`, message: `the option '${name}' is missing` };
  }
  if (error.keyword === 'enum')
    return { path: at, message: `must be one of ${(params.allowedValues as unknown[]).join(', ')}` };
  return { path: at, message: error.message ?? 'wrong value' };
}

/** oneOf and anyOf report each branch and then themselves: the branches of a failed choice only confuse. */
function withoutBranches(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'oneOf' || keyword === 'anyOf');
  return errors.filter((e) => !choices.some((c) => e !== c && e.schemaPath.startsWith(`${c.schemaPath}/`)));
}

interface Place {
  pipeline: string;
  stage: string;
  field: string;
}

function schemaProblems(schema: object, value: unknown, part: string, place: Place): ManifestProblem[] {
  return withoutBranches(check(schema, value)).map((error) => {
    const { path: at, message } = explain(error);
    const field = `${place.field}.${part}${at}`;
    return {
      message: `Pipeline '${place.pipeline}', stage ${place.stage}, ${part}${at}: ${message}.`,
      detail: { pipeline: place.pipeline, stage: place.stage, field },
    };
  });
}

function unknown(kind: string, type: string, part: string, place: Place): ManifestProblem {
  return {
    message: `Pipeline '${place.pipeline}', stage ${place.stage}: unknown ${kind} '${type}'.`,
    hint: NOT_THERE,
    detail: { pipeline: place.pipeline, stage: place.stage, field: `${place.field}.${part}`, names: [type] },
  };
}

function partProblems(parts: StageParts, module: StageModule, place: Place): ManifestProblem[] {
  const problems: ManifestProblem[] = [];
  for (const [name, input] of parts.inputs)
    if (!INPUTS.has(input.type)) problems.push(unknown('input', input.type, `inputs.${name}.type`, place));
  for (const [name, device] of parts.devices) {
    const schema = DEVICES.get(device.type);
    if (!schema) problems.push(unknown('device', device.type, `devices.${name}.type`, place));
    else problems.push(...schemaProblems(schema, device.options ?? {}, `devices.${name}.options`, place));
  }
  parts.mounts.forEach((mount, i) => {
    const schema = MOUNTS.get(mount.type);
    if (!schema) problems.push(unknown('mount', mount.type, `mounts[${i}].type`, place));
    else problems.push(...schemaProblems(schema, mount.options ?? {}, `mounts[${i}].options`, place));
    if (mount.source !== undefined && !parts.devices.has(mount.source))
      problems.push(unknown('source', mount.source, `mounts[${i}].source`, place));
  });
  for (const name of module.devices ?? [])
    if (!parts.devices.has(name)) problems.push(unknown('device', name, `devices.${name}`, place));
  return problems;
}

function stageProblems(stage: Stage, place: Place): ManifestProblem[] {
  const module = STAGES.get(stage.type);
  if (!module)
    return [
      {
        message: `Pipeline '${place.pipeline}': unknown stage '${stage.type}'.`,
        hint: NOT_THERE,
        detail: { pipeline: place.pipeline, stage: stage.type, field: `${place.field}.type` },
      },
    ];
  const inputs = stage.inputs ?? {};
  return [
    ...schemaProblems(module.options, stage.options ?? {}, 'options', place),
    ...schemaProblems(module.inputs ?? { type: 'object', maxProperties: 0 }, inputs, 'inputs', place),
    ...partProblems(stageParts(stage, place.pipeline, place.field), module, place),
  ];
}

/** Every problem of these pipelines, in the manifest's order. */
export function manifestProblems(manifest: Manifest, pipelines: readonly string[]): ManifestProblem[] {
  return manifest.pipelines.flatMap((pipeline, p) =>
    !pipelines.includes(pipeline.name)
      ? []
      : (pipeline.stages ?? []).flatMap((stage, s) => {
          const place = { pipeline: pipeline.name, stage: stage.type, field: `pipelines[${p}].stages[${s}]` };
          try {
            return stageProblems(stage, place);
          } catch (thrown) {
            if (!(thrown instanceof StudioError)) throw thrown;
            return [{ message: thrown.message, detail: thrown.detail ?? {} }];
          }
        }),
  );
}

async function isThere(tool: string): Promise<boolean> {
  const folders = tool.startsWith('/') ? [''] : (cleanEnvironment().PATH ?? '').split(':');
  for (const folder of folders) {
    const found = await access(path.join(folder, tool), folder === '' ? constants.R_OK : constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return true;
  }
  return false;
}

function toolsOf({ type, options }: Stage): readonly string[] {
  const module = STAGES.get(type);
  return [...(module?.tools ?? []), ...(module?.toolsFor?.(options ?? {}) ?? [])];
}

/** Programs that the stages of these pipelines, and the engine itself, need and the host lacks. */
export async function missingTools(manifest: Manifest, pipelines: readonly string[]): Promise<string[]> {
  const stages = manifest.pipelines.filter(({ name }) => pipelines.includes(name)).flatMap(({ stages: s }) => s ?? []);
  const wanted = new Set(['bwrap', 'mount', ...stages.flatMap(toolsOf)]);
  if (stages.some(({ devices }) => devices && Object.keys(devices).length > 0)) wanted.add('losetup');
  const checks = await Promise.all([...wanted].map(async (tool) => ({ tool, found: await isThere(tool) })));
  return checks.flatMap(({ tool, found }) => (found ? [] : [tool]));
}

/**
 * Throws if anything is wrong with what is going to run.
 *
 * @throws StudioError `invalid-input` with pipeline, stage and field of the first problem (the others are in the
 *   tail), `missing-tool` with the names of all programs that the host lacks.
 */
export async function validateManifest(manifest: Manifest, pipelines: readonly string[]): Promise<void> {
  const [first, ...others] = manifestProblems(manifest, pipelines);
  if (first)
    throw new StudioError('invalid-input', first.message, {
      ...(first.hint === undefined ? {} : { hint: first.hint }),
      detail: { ...first.detail, tail: [first, ...others].map(({ message }) => message) },
    });
  const missing = await missingTools(manifest, pipelines);
  if (missing.length > 0)
    throw new StudioError('missing-tool', `The build needs programs that are not installed: ${missing.join(', ')}.`, {
      hint: 'The set-up page shows the command that installs them.',
      detail: { names: missing },
    });
}
