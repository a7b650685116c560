import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const SIBLINGS = [
  'datasets',
  'embeddings',
  'inference',
  'kernels',
  'landmarks',
  'metrics',
  'clustering',
  'protocols',
  'gate',
  'groups',
  'qualities',
  'report',
  'scores',
  'synthetic',
];

/** Folders whose code is arithmetic alone: no files, no clock, no model, no screen. */
const PURE = ['metrics', 'clustering', 'protocols', 'gate'];

/** Which folders of src/ each folder may not import: the arrows of the architecture point one way. */
const LAYERS = {
  ...Object.fromEntries(
    SIBLINGS.map((layer) => [
      layer,
      [
        'commands',
        'pipeline',
        // A template is scored by the same kernel as an image, so the store of embeddings may use it.
        ...SIBLINGS.filter(
          (sibling) => sibling !== layer && !(layer === 'embeddings' && sibling === 'inference'),
        ),
        ...(PURE.includes(layer) ? ['files'] : []),
      ],
    ]),
  ),
  files: ['commands', 'pipeline', ...SIBLINGS],
  pipeline: ['commands'],
};

export default tseslint.config(
  { ignores: ['dist', 'coverage', 'fixtures', 'src/kernels/assembly'] },
  js.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  { languageOptions: { parserOptions: { projectService: true } } },
  {
    files: ['**/*.ts'],
    rules: {
      // With noUncheckedIndexedAccess every read of a typed array inside a bounded loop needs it.
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
    },
  },
  {
    files: ['**/*.js'],
    extends: [tseslint.configs.disableTypeChecked],
    languageOptions: {
      globals: Object.fromEntries(
        ['process', 'console', 'Buffer', 'URL', 'performance'].map((name) => [name, 'readonly']),
      ),
    },
  },
  ...Object.entries(LAYERS).map(([layer, banned]) => ({
    files: [`src/${layer}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^(\\.\\./)+(${banned.join('|')})/`,
              message: `src/${layer} stays below or beside ${banned.join(', ')}: pass values instead.`,
            },
            ...(PURE.includes(layer)
              ? [
                  {
                    regex: '^(node:|onnxruntime|sharp|commander)',
                    message: `src/${layer} is pure functions: no I/O.`,
                  },
                ]
              : []),
          ],
        },
      ],
    },
  })),
);
