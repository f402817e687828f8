import tseslint from 'typescript-eslint';

/** Folders of src/ from the top down: a folder imports only those after it, and itself. */
const layers = ['ui', 'sandbox', 'access', 'deploy', 'logs', 'plan', 'azure', 'model'];
/** The sandbox is a second Azure: it shares syntax with the product, and no decision. */
const sandboxMayImport = ['model'];

function layerRules(layer) {
  const below = layer === 'sandbox' ? sandboxMayImport : layers.slice(layers.indexOf(layer) + 1);
  const forbidden = layers.filter((other) => other !== layer && !below.includes(other));
  const patterns = forbidden.map((other) => ({
    regex: `^(\\.\\./)+${other}(/|$)`,
    message: `${layer}/ does not import ${other}/: imports go only downward.`,
  }));
  const server = { regex: '(sandbox|^\\.{1,2})/server/', message: 'sandbox/server/ is a program of its own, and in no bundle.' };
  const paths = layer === 'ui' ? [] : [{ name: 'vscode', message: 'Only ui/ and extension.ts import vscode.' }];
  const sdk =
    layer === 'azure'
      ? []
      : [
          {
            regex: layer === 'sandbox' ? '^@azure/(?!core-)' : '^@azure/',
            message: 'Only azure/ imports the Azure SDK.',
          },
        ];
  return {
    files: [`src/${layer}/**/*.ts`],
    rules: { 'no-restricted-imports': ['error', { paths, patterns: [...patterns, ...sdk, server] }] },
  };
}

export default tseslint.config(
  { ignores: ['dist/', 'out/', 'node_modules/', '.vscode-test/', 'test-results/'] },
  ...tseslint.configs.recommendedTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  ...layers.map(layerRules),
  { files: ['test/**/*.ts'], rules: { 'no-console': 'off', '@typescript-eslint/no-unused-expressions': 'off' } },
);
