import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { z } from 'zod';
import { Parameters } from '../src/parameters/parameters.js';
import { SluiceStack, type SluiceStackProps } from '../src/stack/sluice-stack.js';

export const CALLER = 'arn:aws:iam::123456789012:role/analyst';
export const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/0a1b2c3d';

const GIVEN: z.input<typeof Parameters> = { stage: 'test', callers: [CALLER], data: { bucket: 'data-bucket' } };

/** The stack with parameters of a test's own, over a small folder that stands for the bundle. */
export function makeStack(given: Partial<z.input<typeof Parameters>> = {}, more: Partial<SluiceStackProps> = {}): SluiceStack {
  const bundle = mkdtempSync(join(tmpdir(), 'sluice-infra-'));
  try {
    writeFileSync(join(bundle, 'index.js'), 'exports.handler = () => {};');
    return new SluiceStack(new App(), 'sluice-test', { parameters: Parameters.parse({ ...GIVEN, ...given }), bundle, ...more });
  } finally {
    rmSync(bundle, { recursive: true });
  }
}

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What lies at a path of a resource's properties, e.g. `AccessLogSetting.Format`. */
export const at = ({ Properties }: Resource, path: string): unknown => path.split('.').reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], Properties);

/** The synthesized template, by type of resource. */
export class Resources {
  readonly #all: Readonly<Record<string, Resource>>;
  constructor(stack: SluiceStack) {
    this.#all = Template.fromStack(stack).toJSON().Resources as Readonly<Record<string, Resource>>;
  }

  all(): readonly Resource[] {
    return Object.values(this.#all);
  }

  of(type: string): readonly Resource[] {
    return this.all().filter(({ Type }) => Type === `AWS::${type}`);
  }

  named(part: string, type: string): Resource {
    const [found] = Object.entries(this.#all).filter(([id, { Type }]) => id.startsWith(part) && Type === `AWS::${type}`);
    if (found === undefined) throw new Error(`There is no ${type} named ${part}…`);
    return found[1];
  }
}
