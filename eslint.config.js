import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const nouns = ['builds', 'history', 'machines', 'manifest', 'packages', 'setup'];
const electronElsewhere = { name: 'electron', message: 'Only electron/main and electron/preload know Electron.' };
const noDefaultExport = { selector: 'ExportDefaultDeclaration', message: 'Export it by name.' };
const noShell = {
  selector: "Property[key.name='shell'][value.value=true]",
  message: 'Give an argument vector, never a shell string.',
};

/** A feature may import itself, the window's own parts and shared/, never another feature. */
const features = nouns.map((noun) => ({
  files: [`renderer/features/${noun}/**/*.{ts,tsx}`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        paths: [electronElsewhere],
        patterns: [
          {
            regex: `(^|/)\\.\\./(features/)?(${nouns.filter((other) => other !== noun).join('|')})(/|$)`,
            message: 'Features never import each other.',
          },
        ],
      },
    ],
  },
}));

export default tseslint.config(
  {
    ignores: [
      'out/',
      'dist/',
      'release/',
      'forge-out/',
      '.cache/',
      'test-results/',
      'node_modules/',
      'tests/fixtures/',
    ],
  },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'react-hooks': reactHooks },
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      // The oldest Electron runtime that carries the studio has Node 18.
      'no-restricted-properties': [
        'error',
        { object: 'AbortSignal', property: 'any', message: 'Use untilOneAborts of engine/signals.ts.' },
        { object: 'Promise', property: 'withResolvers', message: 'Not in Node 18.' },
        { object: 'Object', property: 'groupBy', message: 'Not in Node 18.' },
        { object: 'Array', property: 'fromAsync', message: 'Not in Node 18.' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Numbers in messages are what a message is for.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // Stores, ports and engines are closures: their methods have no `this` to lose.
      '@typescript-eslint/unbound-method': 'off',
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Handlers are promises by contract, also where they have nothing to wait for.
      '@typescript-eslint/require-await': 'off',
      // `x === undefined` reads better where the type already says so, and outside data is checked although it is typed.
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      // Table keys are computed on purpose: records of the engine are keyed by id.
      '@typescript-eslint/no-dynamic-delete': 'off',
      'react-hooks/rules-of-hooks': 'error',
      'react-hooks/exhaustive-deps': 'error',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true, IIFEs: true }],
      'no-restricted-imports': ['error', { paths: [electronElsewhere] }],
      'no-restricted-syntax': ['error', noDefaultExport, noShell],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': ['error', { allow: ['error', 'warn'] }],
    },
  },
  ...features,
  {
    files: ['electron/main/**/*.ts', 'electron/preload/**/*.ts'],
    rules: { 'no-restricted-imports': 'off' },
  },
  {
    // What a command line prints is its work.
    files: ['electron/cli/**/*.ts', 'bench/**/*.{ts,mjs}', 'tests/e2e/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['**/*.test.{ts,tsx}', 'tests/**/*.{ts,tsx}', 'renderer/testing/**/*.{ts,tsx}'],
    rules: {
      // A describe block is a list, not a function.
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  {
    files: ['*.config.{ts,js}', 'vite.*.config.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.{js,mjs,cjs}'],
    rules: {
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
);
