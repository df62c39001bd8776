import { expect, test } from 'vitest';
import { preprocessText, rejection } from './testing/memory-host';

const failing = (vars: string) => rejection(preprocessText(`version: '2'\nmpp-vars:\n${vars}\npipelines: []\n`));

test.each([
  ['a name', '  x:\n    mpp-eval: 1 + missing', [4, 19]],
  ['a name in quotes', '  x:\n    mpp-eval: "1 + missing"', [4, 20]],
  [
    'a name in a block of several lines',
    '  x:\n    mpp-eval: |\n      [\n        1,\n        missing,\n      ]',
    [7, 9],
  ],
  [
    'a name that is also the end of another',
    '  x:\n    mpp-eval: |\n      [1 for nomissing in [1]] +\\\n      missing',
    [6, 7],
  ],
  ['an attribute', '  x:\n    mpp-eval: "\'a\'.upperr()"', [4, 20]],
  ['a key', "  x:\n    mpp-eval: |\n      {'a': 1}[\n       'b']", [6, 8]],
  ['the line of a mistake of syntax', '  x:\n    mpp-eval: |\n      [1,\n       2 3]', [6, 8]],
  ['what fails without a name', '  x:\n    mpp-eval: |\n      1 / 0', [5, 7]],
  ['a name in a template', '  x:\n    mpp-format-string: |\n      one\n      {missing}', [6, 8]],
  ['a condition', '  x:\n    mpp-if: missing\n    then: 1', [4, 13]],
])('an expression that fails is told with the place of %s', async (_, vars, [line, column]) => {
  expect((await failing(vars)).detail).toMatchObject({ file: 'image.mpp.yml', line, column });
});
