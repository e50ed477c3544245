import type { CfnResource } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import type { z } from 'zod';
import type { Parameters } from '../../src/parameters/parameters.js';
import type { SluiceStack } from '../../src/stack/sluice-stack.js';
import type { Resources } from '../make-stack.js';

/** One sentence of what the stack promises: what has to hold, and changes to the stack that each break it. */
export interface Claim {
  readonly says: string;
  readonly given?: Partial<z.input<typeof Parameters>>;
  readonly holds: (resources: Resources) => void;
  readonly loosen: Readonly<Record<string, (stack: SluiceStack) => void>>;
}

/** Changes a property of every resource of a type in a part of the stack, past the constructs. */
export function override(scope: IConstruct, type: string, property: string, value: unknown): void {
  const found = scope.node.findAll().filter((construct): construct is CfnResource => (construct as Partial<CfnResource>).cfnResourceType === `AWS::${type}`);
  if (found.length === 0) throw new Error(`There is no ${type} to loosen`);
  for (const resource of found) resource.addPropertyOverride(property, value);
}
