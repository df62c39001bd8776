/** Dependencies between packages: what one requires and another provides. rpm-dependencies(7) */
import { formatEvr, parseEvr } from '../../../shared/packages/nevra';
import { compareEvr, type Evr } from '../../../shared/packages/vercmp';

const SIGNS = { EQ: '=', LT: '<', LE: '<=', GT: '>', GE: '>=' } as const;
export type Relation = keyof typeof SIGNS;

export interface Dependency {
  readonly name: string;
  readonly relation?: Relation;
  readonly evr?: Evr;
}

export function isRelation(text: string | undefined): text is Relation {
  return text !== undefined && Object.hasOwn(SIGNS, text);
}

/** `name`, or `name >= 1:2-3`. */
export function formatDependency({ name, relation, evr }: Dependency): string {
  return relation && evr ? `${name} ${SIGNS[relation]} ${formatEvr(evr)}` : name;
}

const RELATIONS: Readonly<Record<string, Relation>> = { '=': 'EQ', '<': 'LT', '<=': 'LE', '>': 'GT', '>=': 'GE' };

/** Reads what `formatDependency` writes; a rich dependency is one name. */
export function parseDependency(text: string): Dependency {
  const match = text.startsWith('(') ? undefined : /^(\S+) (=|<=?|>=?) (\S+)$/.exec(text);
  const [, name = '', sign = '', version = ''] = match ?? [];
  const relation = RELATIONS[sign];
  const evr = match ? parseEvr(version) : undefined;
  return relation && evr ? { name, relation, evr } : { name: match ? name : text };
}

/** Words of a rich dependency that are no names. */
const OPERATORS = new Set(['and', 'or', 'if', 'else', 'unless', 'with', 'without']);
const COMPARISONS = new Set(['=', '<', '<=', '>', '>=']);

/** Names that a requirement speaks of: one, or all of those in a rich one such as `(a or b >= 2)`. */
export function namesOf(requirement: Dependency): string[] {
  if (!requirement.name.startsWith('(')) return [requirement.name];
  // Parentheses belong to a name where they follow one: `perl(Foo)`, `pkgconfig(bar) >= 1`.
  const words = requirement.name.match(/[^\s()]+(?:\([^\s()]*\))*/g) ?? [];
  return words.filter(
    (word, at) => !OPERATORS.has(word) && !COMPARISONS.has(word) && !COMPARISONS.has(words[at - 1] ?? ''),
  );
}

/**
 * True if what is provided is what is required: the same name, and versions that can meet. A rich requirement is met by
 * whatever it names.
 */
export function satisfies(provided: Dependency, required: Dependency): boolean {
  if (provided.name !== required.name) return required.name.startsWith('(');
  if (!provided.evr || !required.evr || !provided.relation || !required.relation) return true;
  if (provided.relation !== 'EQ') return true; // a range against a range: rare enough to be taken as meeting
  const order = compareEvr(provided.evr, required.evr);
  switch (required.relation) {
    case 'EQ':
      return order === 0;
    case 'LT':
      return order < 0;
    case 'LE':
      return order <= 0;
    case 'GT':
      return order > 0;
    case 'GE':
      return order >= 0;
  }
}
