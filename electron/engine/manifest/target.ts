/** Targets of a workspace, and what their names say. */
import { StudioError } from '../../../shared/errors';
import { nearestName } from '../../../shared/manifest/nearest';
import type { Defines, Target, Workspace } from '../../../shared/manifest/types';

/** The defines that a target name implies, as the Makefile of the CentOS Automotive sample images passes them. */
export function impliedDefines(target: Target): Defines {
  if (target.layout === 'file') return {};
  return {
    image_type: target.type === 'direct' ? 'directboot' : target.type,
    arch: target.arch,
    distro_name: target.distro,
    target: target.target,
  };
}

/** @throws StudioError `not-found` with the nearest name */
export function findTarget(workspace: Pick<Workspace, 'targets'>, name: string): Target {
  const target = workspace.targets.find((candidate) => candidate.name === name);
  if (target) return target;
  const near = nearestName(
    name,
    workspace.targets.map((candidate) => candidate.name),
  );
  throw new StudioError('not-found', `The workspace has no target '${name}'.`, {
    hint: near ? `Did you mean '${near}'?` : 'The list of targets shows what can be built.',
    detail: { names: near ? [near] : [] },
  });
}
