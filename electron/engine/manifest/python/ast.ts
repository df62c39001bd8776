/** The syntax tree of an expression. */

export type Operator = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '<<' | '>>' | '&' | '|' | '^';
export type Comparison = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not';

export interface Parameter {
  name: string;
  kind: 'plain' | 'star' | 'double-star' | 'keyword-only';
  default?: Node;
}
export interface Clause {
  target: Target;
  iterable: Node;
  conditions: Node[];
}
export type Target =
  { kind: 'name'; name: string } | { kind: 'targets'; items: Target[] } | { kind: 'starred'; target: Target };
export interface Argument {
  kind: 'plain' | 'star' | 'double-star' | 'keyword';
  name?: string;
  value: Node;
}
/** One replacement field of an f-string; `debug` is the source text of `{expr=}`. */
export interface Field {
  kind: 'field';
  value: Node;
  conversion?: 'r' | 's' | 'a';
  spec?: FString;
  debug?: string;
}
export interface FString {
  kind: 'fstring';
  parts: (string | Field)[];
}

export type Node =
  | { kind: 'none' }
  | { kind: 'bool'; value: boolean }
  | { kind: 'int'; value: bigint }
  | { kind: 'float'; value: number }
  | { kind: 'str'; value: string }
  | { kind: 'bytes'; value: Uint8Array }
  | { kind: 'ellipsis' }
  | FString
  | { kind: 'name'; name: string }
  | { kind: 'list' | 'tuple' | 'set'; items: Node[] }
  | { kind: 'starred'; value: Node }
  | { kind: 'dict'; entries: { key?: Node; value: Node }[] }
  | { kind: 'comprehension'; of: 'list' | 'set' | 'generator'; element: Node; clauses: Clause[] }
  | { kind: 'dict-comprehension'; key: Node; value: Node; clauses: Clause[] }
  | { kind: 'unary'; operator: '+' | '-' | '~' | 'not'; operand: Node }
  | { kind: 'binary'; operator: Operator; left: Node; right: Node }
  | { kind: 'logic'; operator: 'and' | 'or'; left: Node; right: Node }
  | { kind: 'compare'; left: Node; rest: { operator: Comparison; right: Node }[] }
  | { kind: 'ternary'; condition: Node; then: Node; else: Node }
  | { kind: 'lambda'; parameters: Parameter[]; body: Node }
  | { kind: 'attribute'; object: Node; name: string }
  | { kind: 'subscript'; object: Node; index: Node }
  | { kind: 'slice'; from?: Node; to?: Node; step?: Node }
  | { kind: 'call'; callee: Node; arguments: Argument[] }
  | { kind: 'walrus'; name: string; value: Node };
