import { at, type Resource } from '../make-stack.js';

/** A statement of a policy as the template has it, its intrinsic functions written as text. */
export interface Statement {
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Principal?: unknown;
}

export function statementsOf(document: unknown): Statement[] {
  return (document as { readonly Statement: readonly Record<string, unknown>[] }).Statement.map((statement) => ({
    ...statement,
    Effect: String(statement.Effect),
    Action: listOf(statement.Action).map(String),
    Resource: listOf(statement.Resource).map(asText),
  }));
}

export const policyStatements = (policy: Resource): Statement[] => statementsOf(at(policy, 'PolicyDocument'));

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? (value as readonly unknown[]) : [value]);

/** `{"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, …]]}` becomes `arn:<AWS::Partition>…`. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  const { Ref, ...rest } = value as { readonly Ref?: string; readonly 'Fn::Join'?: readonly [string, readonly unknown[]]; readonly 'Fn::GetAtt'?: readonly string[] };
  if (Ref !== undefined) return `<${Ref}>`;
  if (rest['Fn::GetAtt'] !== undefined) return `<${rest['Fn::GetAtt'].join('.')}>`;
  const [separator = '', parts = []] = rest['Fn::Join'] ?? [];
  return parts.map(asText).join(separator);
}
