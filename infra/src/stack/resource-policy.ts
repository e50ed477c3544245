import { AnyPrincipal, ArnPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** All that there is to call. */
export const ROUTES: readonly Route[] = [
  { method: 'POST', path: 'mcp' },
  { method: 'GET', path: 'health' },
];

/**
 * The callers may use the two routes, and nobody else may use anything. The second half matters: in the API's own account
 * a policy of a user or role is enough to be let in, unless this one says no.
 */
export function resourcePolicy(callers: readonly string[], stage: string): PolicyDocument {
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        sid: 'AllowCallers',
        effect: Effect.ALLOW,
        principals: callers.map((arn) => new ArnPrincipal(arn)),
        actions: ['execute-api:Invoke'],
        resources: ROUTES.map(({ method, path }) => `execute-api:/${stage}/${method}/${path}`),
      }),
      new PolicyStatement({
        sid: 'DenyEverybodyElse',
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['execute-api:Invoke'],
        resources: ['execute-api:/*'],
        conditions: { ArnNotEquals: { 'aws:PrincipalArn': [...callers] } },
      }),
    ],
  });
}
