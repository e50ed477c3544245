import eslint from '@eslint/js';
import globals from 'globals';
import tseslint from 'typescript-eslint';

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', 'coverage/', 'infra/cdk.out/', 'packages/engine/assembly/'] },
  eslint.configs.recommended,
  {
    files: ['packages/**/*.ts', 'benchmarks/**/*.ts', 'infra/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { project: ['./tsconfig.test.json', './packages/mcp-lambda/app/tsconfig.json', './infra/tsconfig.test.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      // `return query(db)` in a block that disposes of `db` closes it under the running query.
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': 'off',
      '@typescript-eslint/consistent-type-definitions': ['error', 'interface'],
      // A callback that has nothing to do says so best by being empty.
      '@typescript-eslint/no-empty-function': 'off',
      // Control characters are what much of this code is about.
      'no-control-regex': 'off',
      'max-lines': ['error', { max: 200, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 50 }],
    },
  },
  { files: ['**/*.test.ts', '**/*-contract.ts'], rules: { 'max-lines-per-function': 'off', 'max-lines': ['error', { max: 400 }] } },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: globals.node } },
);
