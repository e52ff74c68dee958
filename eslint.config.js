import stylistic from '@stylistic/eslint-plugin';
import a11y from 'eslint-plugin-jsx-a11y-x';
import hooks from 'eslint-plugin-react-hooks';
import sort from 'eslint-plugin-simple-import-sort';
import tseslint from 'typescript-eslint';

/** Node, packages, then ours from the farthest to the nearest. */
const IMPORT_GROUPS = [['^\\u0000', '^node:', '^@?\\w', '^#', '^\\.\\.', '^\\.']];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.shahrah/**'] },
  ...tseslint.configs.recommended,
  {
    plugins: { '@stylistic': stylistic, 'simple-import-sort': sort },
    rules: {
      'simple-import-sort/imports': ['error', { groups: IMPORT_GROUPS }],
      // Prettier leaves comments as they are.
      '@stylistic/max-len': [
        'error',
        { code: 10_000, comments: 110, ignoreUrls: true, ignorePattern: 'eslint-disable|@type' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
    },
  },
  {
    files: ['**/*.{ts,tsx,js,mjs}'],
    ignores: ['api/src/config.ts', 'engine/main.ts', 'stack/**', 'tests/**', '*-ui/vite.config.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        {
          object: 'process',
          property: 'env',
          message: 'Only api/src/config.ts and engine/main.ts read the environment.',
        },
      ],
    },
  },
  {
    files: ['**/*.tsx'],
    plugins: { 'react-hooks': hooks, 'jsx-a11y-x': a11y },
    rules: {
      ...hooks.configs.recommended.rules,
      ...a11y.configs.recommended.rules,
      // A form that a press has opened takes the focus.
      'jsx-a11y-x/no-autofocus': 'off',
    },
  },
);
