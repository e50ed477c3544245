import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../src/app.js';
import { readParameters } from '../src/parameters/read-parameters.js';
import { INFRA } from '../src/paths.js';

const STAGES = [
  { stage: 'dev' },
  { stage: 'everything', file: join(INFRA, 'test/stages/everything.json') },
  { stage: 'plain', file: join(INFRA, 'test/stages/plain.json') },
];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-app-'));
  await mkdir(join(folder, 'bundle'));
  await writeFile(join(folder, 'bundle', 'index.mjs'), 'export const handler = () => {};');
});
afterEach(() => rm(folder, { recursive: true }));

describe.each(STAGES)('the stage $stage', (source) => {
  const make = (bundle = join(folder, 'bundle')) => createApp({ parameters: readParameters(source), bundle, outdir: join(folder, 'out') });

  it('breaks no rule of AwsSolutions that is not accepted with a reason', async () => {
    make().app.synth();
    expect(await readdir(join(folder, 'out'))).toContain(`sluice-${source.stage}.template.json`);
  });

  it('is not synthesized when it breaks another one', () => {
    const { app, stack } = make();
    stack.handler.role.addToPolicy(new PolicyStatement({ actions: ['s3:*'], resources: ['*'] }));
    expect(() => app.synth()).toThrow('AwsSolutions-IAM5[Action::s3:*]');
  });

  it('is the same version where only what V8 keeps was made anew', async () => {
    const versionOf = async (name: string, content: string): Promise<string | undefined> => {
      await writeFile(join(folder, 'bundle', name), content);
      make().app.synth();
      const { Resources } = JSON.parse(await readFile(join(folder, 'out', `sluice-${source.stage}.template.json`), 'utf8')) as { Resources: Record<string, { Type: string }> };
      return Object.keys(Resources).find((id) => Resources[id]?.Type === 'AWS::Lambda::Version');
    };
    const first = await versionOf('startup-x64-1.cache', 'a');
    expect(first).toBeDefined();
    expect(await versionOf('startup-x64-1.cache', 'b')).toBe(first);
    const ofAnotherNode = await versionOf('startup-x64-2.cache', 'b');
    expect(ofAnotherNode).not.toBe(first);
    expect(await versionOf('index.mjs', 'export const handler = 1;')).not.toBe(ofAnotherNode);
  });

  it('is not synthesized over native code for another processor', async () => {
    const machines = { 62: 'x86_64', 183: 'arm64' };
    for (const [machine, architecture] of Object.entries(machines)) {
      await writeFile(join(folder, 'bundle', 'duckdb.node'), Buffer.concat([Buffer.alloc(18), Buffer.from([Number(machine), 0])]));
      if (architecture === readParameters(source).architecture) expect(() => make()).not.toThrow();
      else expect(() => make()).toThrow(expect.objectContaining({ hint: `Run: npm run infra -- bundle --stage ${source.stage}` }));
    }
  });

  it('says how to make the bundle where there is none', () => {
    expect(() => make(join(folder, 'none'))).toThrow(expect.objectContaining({ hint: 'Run: npm run bundle:lambda' }));
  });
});
