/** Expected values are what CPython 3.11 prints. */
import { describe, expect, test } from 'vitest';
import { memoryHost } from '../testing/memory-host';
import { BudgetError, PyError } from './errors';
import { evaluate } from './evaluate';
import { parseExpression } from './parse';
import { repr } from './text';
import { PyDict, type Value } from './values';

const run = (code: string, globals: [string, Value][] = []): string =>
  repr(evaluate(parseExpression(code), PyDict.from(globals), memoryHost()));

function failure(code: string): PyError {
  try {
    run(code);
  } catch (thrown) {
    if (thrown instanceof PyError) return thrown;
    throw thrown;
  }
  throw new Error(`${code} did not fail`);
}

describe('literals', () => {
  test.for([
    ['1_000', '1000'],
    ['0x1F + 0b101 + 0o17', '51'],
    ['2 ** 70', '1180591620717411303424'],
    ['1e16', '1e+16'],
    ['1.0', '1.0'],
    ['-0.0', '-0.0'],
    ['1e-07', '1e-07'],
    [`'it\\'s' "x"`, `"it'sx"`],
    ["r'\\n' '\\x41\\u00e9\\N{BULLET}'", "'\\\\nAé•'"],
    ["b'a\\xff'", "b'a\\xff'"],
    ['(1,), (), [], {}, {1, 2}', '((1,), (), [], {}, {1, 2})'],
    ["{'a': 1, **{'b': 2}, 'a': 3}", "{'a': 3, 'b': 2}"],
    ['[*range(3), *"ab"]', "[0, 1, 2, 'a', 'b']"],
    ['None, True, ...', '(None, True, Ellipsis)'],
  ] as const)('%s', ([code, expected]) => expect(run(code)).toBe(expected));
});

describe('operators', () => {
  test.for([
    ['7 // -2, 7 % -2, -7 // 2, -7 % 2', '(-4, -1, -4, 1)'],
    ['7 / 2, 2 ** -1, 2 ** 0.5', '(3.5, 0.5, 1.4142135623730951)'],
    ['-2 ** 2', '-4'],
    ['1 < 2 < 3 < 2', 'False'],
    ['1 == 1.0 == True', 'True'],
    ["'a' in 'cat' and 'd' not in 'cat'", 'True'],
    ["[] or {} or 'x'", "'x'"],
    ['0 and 1 / 0', '0'],
    ['True + True, ~5, 6 & 3, 6 | 3, 6 ^ 3, 1 << 4', '(2, -6, 2, 7, 5, 16)'],
    ["'ab' * 2 + 'c', [0] * 3, (1,) * 2", "('ababc', [0, 0, 0], (1, 1))"],
    ['{1, 2} & {2, 3}, {1} | {2}, {1, 2} - {1}', '({2}, {1, 2}, {2})'],
    ["{'a': 1} | {'a': 2, 'b': 3}", "{'a': 2, 'b': 3}"],
    ['(1, 2) < (1, 3), [2] > [1, 5]', '(True, True)'],
    ["'a' if 0 else 'b' if 1 else 'c'", "'b'"],
    ['[1, 2, 3, 4][1:-1], "hello"[::-1], (1, 2)[-1]', "([2, 3], 'olleh', 2)"],
    ['10 ** 20 % 7, 10 ** 20 // 7', '(2, 14285714285714285714)'],
  ] as const)('%s', ([code, expected]) => expect(run(code)).toBe(expected));

  test.for([
    ['1 / 0', 'ZeroDivisionError', 'division by zero'],
    ["1 + 'a'", 'TypeError', "unsupported operand type(s) for +: 'int' and 'str'"],
    ["'a' + 1", 'TypeError', 'can only concatenate str (not "int") to str'],
    ['1 < "a"', 'TypeError', "'<' not supported between instances of 'int' and 'str'"],
    ['{}["k"]', 'KeyError', "'k'"],
    ['[1][3]', 'IndexError', 'list index out of range'],
    ['unknown', 'NameError', "name 'unknown' is not defined"],
    ['{[]: 1}', 'TypeError', "unhashable type: 'list'"],
    ['chr(-1)', 'ValueError', 'chr() arg not in range(0x110000)'],
    ['1 +', 'SyntaxError', 'invalid syntax (<string>, line 1)'],
  ] as const)('%s fails as in Python', ([code, kind, message]) => {
    expect(failure(code)).toMatchObject({ kind, message });
  });
});

describe('texts', () => {
  test.for([
    ['f\'{1 + 1} {"x"!r} {3.14159:.2f} {42:#06x} {7:>3}|{7:<3}|{7:^3}|\'', '"2 \'x\' 3.14 0x002a   7|7  | 7 |"'],
    ['f\'{{}} {[1, "a"]} {None} {True} {1.0}\'', '"{} [1, \'a\'] None True 1.0"'],
    ["f'{1234567:,} {0.5:%} {255:08b} {-3:+d}'", "'1,234,567 50.000000% 11111111 -3'"],
    ["'{} {1} {a[k]}'.replace('1', '0')", "'{} {0} {a[k]}'"],
    ["'{0}-{1}-{0} {a[k]} {:>{w}}'.format(1, 2, a={'k': 3}, w=4) if 0 else 'x'", "'x'"],
    ["'{0}-{1} {a[k]}'.format(1, 2, a={'k': 3})", "'1-2 3'"],
    ["'%s %5.1f %-4d| %x %%' % ('a', 2.25, 7, 255)", "'a   2.2 7   | ff %'"],
    [
      "'a,b,,c'.split(','), ' a  b '.split(), 'a b  c '.split(None, 1)",
      "(['a', 'b', '', 'c'], ['a', 'b'], ['a', 'b  c '])",
    ],
    ["' a b  c '.rsplit(None, 1), 'a.b.c'.rpartition('.')", "([' a b', 'c'], ('a.b', '.', 'c'))"],
    ["'.'.join(['a', 'b']), 'x'.zfill(3), '-5'.zfill(4)", "('a.b', '00x', '-005')"],
    ["'aXbX'.replace('X', '-', 1), 'Title me'.title(), 'abc'.removeprefix('a')", "('a-bX', 'Title Me', 'bc')"],
  ] as const)('%s', ([code, expected]) => expect(run(code)).toBe(expected));
});

describe('comprehensions, lambdas and calls', () => {
  test.for([
    ['[x * y for x in range(3) if x for y in (10, 20)]', '[10, 20, 20, 40]'],
    ["{k: v for k, v in {'a': 1}.items()}", "{'a': 1}"],
    ['sorted({c for c in "hello"})', "['e', 'h', 'l', 'o']"],
    ['sum(x for x in range(10))', '45'],
    ['[(a, b) for a, *b in [(1, 2, 3)]]', '[(1, [2, 3])]'],
    ['(lambda a, b=2, *c, d, **e: (a, b, c, d, e))(1, d=4, f=5)', "(1, 2, (), 4, {'f': 5})"],
    ['[y := 5, y + 1]', '[5, 6]'],
    ['sorted([3, 1, 2], key=lambda n: -n)', '[3, 2, 1]'],
    ["list(zip('ab', [1, 2])), dict(enumerate('ab', 1))", "([('a', 1), ('b', 2)], {1: 'a', 2: 'b'})"],
    ["any(n > 2 for n in [1, 2, 3]), max([1, 3], default=0), min('b', 'a')", "(True, 3, 'a')"],
    ["int('0x1f', 16), int(-3.9), float('1e3'), str(1.5), bool([])", "(31, -3, 1000.0, '1.5', False)"],
    ['round(2.5), round(3.5), divmod(-7, 2)', '(2, 4, (-4, 1))'],
    ["__import__('json').loads('{\"a\": [1, 2.0, null]}')", "{'a': [1, 2.0, None]}"],
    ["__import__('os').path.join('/a', 'b', '/c', 'd')", "'/c/d'"],
  ] as const)('%s', ([code, expected]) => expect(run(code)).toBe(expected));

  test('names are read from the globals; locals() sees its own scope only', () => {
    expect(
      run('a + len(b)', [
        ['a', 1n],
        ['b', 'xyz'],
      ]),
    ).toBe('4');
    expect(run("'a' in locals()", [['a', 1n]])).toBe('True');
    expect(run("[('a' in locals()) for n in [1]]", [['a', 1n]])).toBe('[False]');
  });
});

describe('nothing of the machine can be reached', () => {
  test.for([
    '().__class__.__bases__[0].__subclasses__()',
    "''.__class__.__mro__",
    "'a'.__init__.__globals__",
    '(lambda: 0).__globals__',
    '(lambda: 0).__code__',
    'str.__subclasses__()',
    "getattr(1, '__class__')",
    "'{0.__class__}'.format(1)",
    "f'{().__class__}'",
    '[].constructor',
    '{}.__proto__',
    "'a'.length",
    '{}.hasOwnProperty',
    "__import__('os').system('id')",
    "__import__('os').environ",
    "__import__('os').path.exists('/')",
    "__import__('sys').modules",
  ])('no attribute: %s', (code) => expect(failure(code).kind).toBe('AttributeError'));

  test.for([
    'open',
    'eval',
    'exec',
    'compile',
    'input',
    'vars',
    '__builtins__',
    'constructor',
    '__proto__',
    'toString',
  ])('no name: %s', (name) => expect(failure(name).kind).toBe('NameError'));

  test.for(['subprocess', 'builtins', 'importlib', 're', 'socket', '__proto__', 'constructor'])(
    'no module: %s',
    (name) => expect(failure(`__import__('${name}')`).kind).toBe('ModuleNotFoundError'),
  );

  test('keys are never mistaken for properties', () => {
    expect(run("{'__proto__': 1}['__proto__']")).toBe('1');
    expect(failure("{}['__proto__']").kind).toBe('KeyError');
    expect(failure("{}['constructor']").kind).toBe('KeyError');
  });
});

describe('work is bounded', { timeout: 30_000 }, () => {
  test.for([
    "'a' * 10 ** 9",
    '[0] * 10 ** 9',
    '10 ** 10 ** 6',
    '1 << 10 ** 9',
    'list(range(10 ** 12))',
    '[].extend(range(10 ** 12))',
    '{1}.union(range(10 ** 12))',
    '[1 for a, b in [range(10 ** 12)]]',
    "'{:1000000000}'.format(1)",
    "'%1000000000d' % 1",
    "'a'.ljust(10 ** 9)",
    "('a' * 10 ** 6).replace('a', 'b' * 1000)",
    "','.join(['a' * 10 ** 6] * 1000)",
    'sum([[0] * 1000] * 100000, [])',
    '[x for x in map(lambda y: y, range(10 ** 9))]',
    "[s := 'ab'] and [s := f'{s}{s}' for i in range(60)]",
    "['a' * 10 ** 6 for n in range(1000)]",
    '[a := [1]] and [a := [a, a] for n in range(60)] and str(a)',
    '[a := (1,)] and [a := (a, a) for n in range(60)] and {a: 1}',
    "[a := [1]] and [a := [a, a] for n in range(60)] and __import__('json').dumps(a)",
    '[a := [1]] and [b := [1]] and [(a := [a, a], b := [b, b]) for n in range(60)] and a == b',
    '('.repeat(200) + ')'.repeat(200),
  ])('%s', (code) => expect(failure(code)).toBeInstanceOf(BudgetError));

  test.for([
    ['(lambda f: f(f))(lambda f: f(f))', 'RecursionError'],
    ['[a := [1], b := [1]] and (a.append(a), b.append(b), a == b)', 'RecursionError'],
    ["int('9' * 10 ** 6)", 'ValueError'],
    ["__import__('json').loads('[' * 100000)", 'RecursionError'],
  ] as const)('%s', ([code, kind]) => expect(failure(code).kind).toBe(kind));

  test('a list that holds itself prints', () => {
    expect(run('[a := [1]] and a.append(a) or str(a)')).toBe("'[1, [...]]'");
  });
});
