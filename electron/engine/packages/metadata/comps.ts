/** comps.xml, the groups of a repository. https://docs.fedoraproject.org/en-US/quick-docs/ (comps) */
import { SaxesParser } from 'saxes';
import { StudioError } from '../../../../shared/errors';
import type { PackageGroup } from '../../../../shared/packages/types';
import { cleanText, isPackageName } from './clean-text';

const MAX_GROUPS = 5000;
const MAX_MEMBERS = 20_000;

/** Reads comps.xml. @throws StudioError `invalid-input` */
export function parseComps(xml: string): PackageGroup[] {
  const parser = new SaxesParser();
  const groups: PackageGroup[] = [];
  let current: PackageGroup | undefined;
  let text = '';
  let language: string | undefined;
  let type = '';
  parser.on('opentag', ({ name, attributes }) => {
    text = '';
    language = attributes['xml:lang'];
    if (name === 'packagereq') type = attributes.type ?? 'mandatory';
    if (name !== 'group' && name !== 'environment') return;
    if (groups.length >= MAX_GROUPS) throw new Error('it has too many groups');
    groups.push((current = { ...EMPTY, kind: name, members: [] }));
  });
  parser.on('text', (more) => {
    if (text.length < 100_000) text += more;
  });
  parser.on('closetag', ({ name }) => {
    const value = cleanText(text.trim(), 4000);
    text = '';
    if (!current || language !== undefined) return;
    if (name === current.kind) current = undefined;
    else if (name === 'id') current.id = value;
    else if (name === 'name') current.name = value;
    else if (name === 'description') current.description = value;
    else if (name === 'uservisible') current.visible = value !== 'false';
    else if ((name === 'packagereq' || name === 'groupid') && current.members.length < MAX_MEMBERS)
      if (isPackageName(value)) current.members.push({ name: value, type: name === 'groupid' ? 'group' : type });
  });
  try {
    parser.write(xml).close();
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StudioError('invalid-input', `The repository's groups cannot be read: ${cleanText(why, 200)}.`);
  }
  return groups.filter(({ id }) => id !== '');
}

const EMPTY = { id: '', name: '', description: '', visible: true } as const;
