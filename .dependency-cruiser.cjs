/** Bytes flow one way: a file imports its own stage or an earlier one, and only `engine.ts` and `cli.ts` wire them. */
const STAGES = ['source', 'decode', 'inspect', 'feed', 'result', 'database', 'cache', 'plan', 'parquet', 'delta', 'remote', 'query', 'report', 'cli'];

const later = STAGES.map((stage, i) => ({
  name: `${stage}-imports-no-later-stage`,
  severity: 'error',
  from: { path: `^packages/engine/src/${stage}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^packages/engine/src/(${STAGES.slice(i + 1).join('|') || 'none'})/` },
}));

/** The signing proxy: where to, what went wrong, who signs, over which connection, for which client. */
const PROXY_STAGES = ['endpoint', 'failure', 'signing', 'upstream', 'bridge', 'stdio', 'doctor', 'client-config', 'cli'];

const laterInProxy = PROXY_STAGES.map((stage, i) => ({
  name: `proxy-${stage}-imports-no-later-stage`,
  severity: 'error',
  from: { path: `^packages/proxy/src/${stage}/`, pathNot: '\\.test\\.ts$' },
  to: { path: `^packages/proxy/src/(${PROXY_STAGES.slice(i + 1).join('|') || 'none'})/` },
}));

module.exports = {
  forbidden: [
    ...later,
    ...laterInProxy,
    {
      name: 'proxy-knows-no-engine',
      severity: 'error',
      from: { path: '^packages/proxy/' },
      to: { path: '^packages/(engine|mcp-lambda)/' },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'stages-do-not-import-the-engine',
      severity: 'error',
      from: { path: `^packages/engine/src/(${STAGES.filter((s) => s !== 'cli').join('|')})/`, pathNot: '\\.test\\.ts$' },
      to: { path: '^packages/engine/src/(engine|index|cli)\\.ts$' },
    },
    {
      name: 'engine-knows-no-transport',
      severity: 'error',
      from: { path: '^packages/engine/src/' },
      to: { path: '@modelcontextprotocol|@types/aws-lambda|^packages/(mcp-lambda|proxy)' },
    },
    { name: 'testing-stays-in-tests', severity: 'error', from: { path: '^packages/(?!testing)', pathNot: '(\\.test\\.ts$|^packages/[^/]+/test/)' }, to: { path: '^packages/testing' } },
  ],
  options: { tsPreCompilationDeps: true, tsConfig: { fileName: 'tsconfig.test.json' }, doNotFollow: { path: 'node_modules' }, exclude: '/dist/' },
};
