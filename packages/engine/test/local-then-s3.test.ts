import { expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ENGINE = pathToFileURL(join(import.meta.dirname, '../dist/index.js')).href;
const FIXTURES = join(import.meta.dirname, '../../../fixtures');

/** In a process of its own: what went wrong once was Node's own loading of modules, which the test runner replaces. */
it('an engine that read a local file through pipes can still load what reads S3', () => {
  const script = `
    import { createEngine } from ${JSON.stringify(ENGINE)};
    const engine = createEngine({ roots: [${JSON.stringify(FIXTURES)}], s3: { endpoint: 'http://127.0.0.1:1', region: 'us-east-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } } });
    const { road } = await engine.query("SELECT count(*) FROM 'airports.csv.zst'");
    const failure = await engine.query("FROM 's3://bucket/key.csv'", { timeoutMs: 20_000 }).catch(({ code }) => code);
    console.log(road, failure);
    await engine[Symbol.asyncDispose]();`;
  const output = execFileSync(process.execPath, ['--no-warnings', '--input-type=module', '-e', script], { encoding: 'utf8', cwd: FIXTURES });
  expect(output.trim()).toBe('stream SOURCE_UNAVAILABLE');
});
