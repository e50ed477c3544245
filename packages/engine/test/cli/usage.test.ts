import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { failureOf } from './run-query.js';
import { runSluice } from './start-sluice.js';
import { openWorkspace, type Workspace } from './workspace.js';

let workspace: Workspace;
beforeAll(() => {
  workspace = openWorkspace();
});
afterAll(() => {
  workspace[Symbol.dispose]();
});

async function helpOf(...command: string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runSluice(workspace, [...command, '--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  return stdout;
}

const PACKAGE = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

it.each(['--version', '-V'])('%s gives the version of the package', async (flag) => {
  expect(await runSluice(workspace, [flag])).toMatchObject({ exitCode: 0, stdout: `${PACKAGE.version}\n`, stderr: '' });
});

describe('--help', () => {
  it.each([
    [[], ['query', 'inspect', 'ls', 'Exit codes', '130  interrupted']],
    [['query'], ['<sql>', '--table <name=uri>', '--root <dir>', '--timeout <seconds>', 'Examples:', '(default: 120)']],
    [['inspect'], ['<uri>', '--root <dir>', '--format <format>']],
    [['ls'], ['<uri>', '--root <dir>', '--allow <uri>']],
  ])('of %j names what there is', async (command, parts) => {
    const text = await helpOf(...command);
    for (const part of parts) expect(text).toContain(part);
  });

  it('of every command reads as a person would write it, with each default once', async () => {
    const commands = [...(await helpOf()).matchAll(/^ {2}([a-z]+) \[options\]/gm)].map(([, name = '']) => name);
    expect(commands).toEqual(expect.arrayContaining(['query', 'inspect', 'ls']));
    for (const command of commands) {
      expect(await helpOf(command)).not.toMatch(/undefined|\[object|\{\}|\[\]|NaN|\(default[^)]*\)\s*\(default/);
    }
  });

  it('stands on stderr when no command was given, since nothing was answered', async () => {
    const { exitCode, stdout, stderr } = await runSluice(workspace, []);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('Usage: sluice');
  });
});

describe('a command line that is wrong', () => {
  it.each([
    ['an unknown option', ['query', 'SELECT 1', '--bogus'], /unknown option '--bogus'/],
    ['an option with a slip', ['query', 'SELECT 1', '--formt', 'csv'], /Did you mean --format\?/],
    ['an unknown command', ['frobnicate'], /unknown command 'frobnicate'/],
    ['a table without a name', ['query', 'SELECT 1', '--table', 'orders.csv'], /--table.*'orders\.csv'.*name=uri/],
    ['a table without a file', ['query', 'SELECT 1', '--table', 'orders='], /--table.*'orders='.*name=uri/],
    ['a size in no known unit', ['query', 'SELECT 1', '--max-scan-bytes', '10XB'], /--max-scan-bytes.*'10XB'.*512MB/],
    ['a time that is no number', ['query', 'SELECT 1', '--timeout', 'soon'], /--timeout.*'soon'.*positive number/],
    ['a negative count', ['query', 'SELECT 1', '--max-rows=-1'], /--max-rows.*'-1'.*whole number/],
    ['an unknown format', ['query', 'SELECT 1', '--format', 'xml'], /--format.*'xml'.*table, csv, json, jsonl, markdown/],
    ['no SQL', ['query'], /missing required argument 'sql'/],
    ['two SQLs', ['query', 'SELECT 1', 'SELECT 2'], /too many arguments/],
    ['no file to list', ['ls'], /missing required argument 'uri'/],
  ])('says so and exits with 2: %s', async (_, args, message) => {
    const { exitCode, stdout, stderr } = await runSluice(workspace, args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).toContain('--help');
  });

  it('is reported in JSON to whoever asked for JSON', async () => {
    expect(await failureOf(workspace, ['SELECT 1', '--bogus'])).toMatchObject({ exitCode: 2, code: 'USAGE', text: expect.stringContaining('--bogus') });
  });
});

it.each(['', ' \n', '\uFEFF'])('has nothing to run when standard input holds %j', async (stdin) => {
  expect(await failureOf(workspace, ['-'], { stdin })).toMatchObject({ exitCode: 2, code: 'USAGE', text: expect.stringContaining('no SQL') });
});
