/** mpp-resolve-ostree-commits: refs of remote repositories, pinned by their commits. */
import type { Context } from './expand';
import type { ManifestFile } from './manifest-file';
import { locate, ManifestError } from './problem';
import { str } from './python/text';
import { PyDict } from './python/values';
import { asMapping, asText, asTexts, directiveReason, enter } from './run';
import { stageType } from './stages';

export async function resolveCommits(file: ManifestFile, stage: PyDict, context: Context): Promise<void> {
  const type = stageType(file, stage);
  if (type !== 'org.osbuild.ostree.pull' && type !== 'org.osbuild.ostree.deploy') return;
  const { places } = file.run;
  if (type === 'org.osbuild.ostree.deploy') {
    const inputs = stage.get('inputs');
    if (!(inputs instanceof PyDict) || !inputs.has('commits')) return;
  }
  const commits = enter(enter(stage, 'inputs', places), 'commits', places);
  if (commits.get('type') !== 'org.osbuild.ostree' || commits.get('origin') !== 'org.osbuild.source') return;
  const place = places.of(commits, 'mpp-resolve-ostree-commits');
  const body = file.take(commits, 'mpp-resolve-ostree-commits');
  if (body === undefined) return;
  const directive = asMapping(body, 'mpp-resolve-ostree-commits', place);
  const references = enter(commits, 'references', places);
  const items = enter(enter(file.sources, 'org.osbuild.ostree', places), 'items', places);
  const list = directive.get('commits') ?? [];
  if (!Array.isArray(list))
    throw new ManifestError("'commits' must be a list.", {
      place,
      hint: 'Write each commit as an entry that begins with a dash.',
    });
  for (const entry of list) {
    const wanted = asMapping(entry, 'commits', place);
    const at = places.of(wanted) ?? place;
    const remote = asMapping(wanted.get('remote') ?? null, 'remote', at);
    const ref = asText(wanted.get('ref'), 'ref', at);
    const contentUrl = remote.get('contenturl');
    const checksum = await file.run.host
      .resolveCommit(
        {
          url: asText(remote.get('url'), 'url', at),
          ...(contentUrl === undefined ? {} : { contentUrl: str(contentUrl) }),
          gpgKeys: asTexts(remote.get('gpgkeys'), 'gpgkeys', at),
        },
        ref,
      )
      .catch((thrown: unknown) => {
        throw locate(thrown, at);
      });
    items.set(checksum, PyDict.from([['remote', remote]]));
    references.set(checksum, PyDict.from([['ref', wanted.get('target') ?? ref]]));
    const reasons = directiveReason('mpp-resolve-ostree-commits', place);
    places.put(references, checksum, { place: at, reasons, whole: true });
    places.put(items, checksum, { place: at, reasons: [...context.reasons, ...reasons], whole: true });
  }
}
