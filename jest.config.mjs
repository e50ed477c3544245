/** Tests stand beside the code they test; `*.real.test.ts` need servers that npm alone does not bring. */
const real = process.env.SLUICE_TEST_REAL === '1';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/packages', '<rootDir>/benchmarks', '<rootDir>/infra/src', '<rootDir>/infra/test'],
  testRegex: real ? ['\\.real\\.test\\.ts$'] : ['(?<!\\.real)\\.test\\.ts$'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': ['ts-jest', { useESM: true, tsconfig: '<rootDir>/tsconfig.test.json', diagnostics: false }],
  },
  testTimeout: 60_000,
  maxWorkers: 2,
};
