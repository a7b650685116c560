export default {
  testEnvironment: './test/support/native-arrays-environment.js',
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': ['@swc/jest', { jsc: { target: 'es2022', parser: { syntax: 'typescript' } } }],
  },
  testMatch: ['<rootDir>/test/**/*.test.ts'],
  reporters: ['default', './test/support/tally-reporter.js'],
  testTimeout: 120_000,
  // Every core: jest would leave one idle, and tests of the command line mostly wait.
  maxWorkers: '100%',
};
