import { describe, expect, it } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { TOOLS } from './index.js';

const FOLDER = import.meta.dirname;
const README = readFileSync(join(FOLDER, '../../../../README.md'), 'utf8');
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts') && name !== 'index.ts');
const fileOf = (tool: string): string => `${tool.replaceAll('_', '-')}.ts`;

describe('the list of tools', () => {
  it('has every file of the folder, and nothing else', () => {
    expect(TOOLS.map(({ name }) => fileOf(name)).sort()).toEqual(files.sort());
  });

  it.each(TOOLS)('has a test for $name', ({ name }) => {
    expect(existsSync(join(FOLDER, fileOf(name).replace('.ts', '.test.ts')))).toBe(true);
  });

  it('has a row in the README for every tool, in the same order', () => {
    const rows = Array.from(README.matchAll(/^\| `([a-z_]+)` \| .+ \| .+ \|$/gm), ([, name]) => name);
    expect(rows).toEqual(TOOLS.map(({ name }) => name));
  });

  it.each(TOOLS)('says of $name what it does to the world', ({ annotations }) => {
    expect(annotations).toEqual({ readOnlyHint: expect.any(Boolean), destructiveHint: false, idempotentHint: expect.any(Boolean), openWorldHint: expect.any(Boolean) });
  });

  it.each(TOOLS)('tells a model when to use $name, and what each argument is', ({ title, description, input }) => {
    expect(title).not.toBe('');
    expect(description.length).toBeGreaterThan(100);
    expect(description.length).toBeLessThan(800);
    const { properties = {} } = z.toJSONSchema(input) as { properties?: Record<string, { description?: string }> };
    for (const property of Object.values(properties)) expect(property.description?.length ?? 0).toBeGreaterThan(10);
  });

  it('has names that hosts accept beside the server\'s own, at most 60 characters together', () => {
    for (const { name } of TOOLS) expect(`sluice-${name}`).toMatch(/^[a-z_-]{1,60}$/);
  });
});
