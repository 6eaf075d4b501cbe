import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Arrows point down only (ARCHITECTURE.md): what each room may not import. */
const rooms = [
  {
    room: 'packages/domain',
    forbidden: ['node:*', '@renderonline/*', '@fastify/*', 'fastify', 'kysely', 'pino'],
  },
  { room: 'packages/schema', allowed: [] },
  { room: 'packages/contract', allowed: ['domain', 'schema'] },
  { room: 'packages/runtime', allowed: ['domain', 'schema'] },
  { room: 'packages/database', allowed: ['domain', 'database'] },
  { room: 'packages/storage', allowed: ['domain'] },
  { room: 'packages/engines', allowed: ['domain'] },
  { room: 'packages/client', allowed: ['domain', 'contract'] },
  { room: 'apps/render-api', allowed: ['domain', 'contract', 'database', 'storage', 'engines', 'runtime'] },
  { room: 'apps/rno-client', allowed: ['domain', 'contract', 'client'] },
  { room: 'apps/hpc-server', allowed: ['domain', 'schema', 'contract', 'engines', 'runtime'] },
];
const everyRoom = [
  'domain',
  'schema',
  'contract',
  'database',
  'storage',
  'engines',
  'client',
  'runtime',
  'render-api',
  'hpc-server',
  'rno-client',
];

function importsOf({ room, allowed, forbidden }) {
  const groups = forbidden ?? [
    ...everyRoom
      .filter((name) => !allowed.includes(name))
      .flatMap((name) => [`@renderonline/${name}`, `@renderonline/${name}/*`]),
    'renderonline',
  ];
  return {
    files: [`${room}/src/**/*.ts`, `${room}/src/**/*.tsx`],
    // Tests may look anything up; the shipped code may not.
    ignores: ['**/*.test.ts', '**/testing/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: groups, message: `${room} may not depend on this (see ARCHITECTURE.md).` }] },
      ],
    },
  };
}

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/**',
      '.renderonline/**',
      '**/fixtures/**',
      'apps/rno-client/dist*/**',
      'apps/rno-desktop/{gen,target,ui-built}/**',
    ],
  },
  js.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': [
        'error',
        {
          allowForKnownSafeCalls: [
            { from: 'package', package: 'node:test', name: ['test', 'it', 'describe', 'suite'] },
          ],
        },
      ],
      // Of enums there are none (`erasableSyntaxOnly`), and to look for them takes a fifth of the time of all rules.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
      '@typescript-eslint/only-throw-error': 'error',
      eqeqeq: ['error', 'always'],
      'no-console': 'error',
    },
  },
  {
    files: ['scripts/**', 'bench/**', 'simulator/**', 'apps/cli/**', '**/bin/**', '**/mock/**', 'tests/**'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['apps/rno-client/src/**/*.ts', 'apps/rno-client/src/**/*.tsx'],
    extends: [reactHooks.configs.flat['recommended-latest']],
    rules: {
      // React's handlers answer nothing, and many of ours do something that answers.
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      // Our objects are closures; nothing of them asks for `this`.
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['apps/rno-client/src/offline/service-worker.js'],
    languageOptions: { globals: { self: 'readonly', caches: 'readonly', fetch: 'readonly' } },
  },
  {
    files: ['apps/rno-desktop/src/shell/linux-files.js'],
    languageOptions: {
      globals: {
        window: 'readonly',
        document: 'readonly',
        addEventListener: 'readonly',
        HTMLInputElement: 'readonly',
        DragEvent: 'readonly',
      },
    },
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly', URL: 'readonly' } },
  },
  ...rooms.map(importsOf),
);
