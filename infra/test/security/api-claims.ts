import { expect } from '@jest/globals';
import { MockIntegration, AuthorizationType } from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, ArnPrincipal, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { at, CALLER } from '../make-stack.js';
import { override, type Claim } from './claim.js';
import { asText, statementsOf } from './statements.js';

const DENY = 'Policy.Statement.1';

export const API_CLAIMS: readonly Claim[] = [
  {
    says: 'there are two methods, POST /mcp and GET /health, and both want IAM',
    holds: (resources) => {
      const methods = resources.of('ApiGateway::Method').map((method) => `${String(at(method, 'HttpMethod'))} ${String(at(method, 'AuthorizationType'))}`);
      expect(methods.sort()).toEqual(['GET AWS_IAM', 'POST AWS_IAM']);
      expect(resources.of('ApiGateway::Resource').map((resource) => at(resource, 'PathPart')).sort()).toEqual(['health', 'mcp']);
    },
    loosen: {
      'a method open to all': ({ api }) => api.rest.root.addMethod('GET', new MockIntegration(), { authorizationType: AuthorizationType.NONE }),
      'no authorization on the methods': (stack) => override(stack, 'ApiGateway::Method', 'AuthorizationType', 'NONE'),
      'one more path': ({ api }) => api.rest.root.addResource('admin'),
    },
  },
  {
    says: 'the resource policy lets in the callers and nobody else, and to the two routes alone',
    holds: (resources) => {
      const [allow, ...others] = statementsOf(at(resources.named('ApiRest', 'ApiGateway::RestApi'), 'Policy')).filter(({ Effect }) => Effect === 'Allow');
      expect(others).toEqual([]);
      expect(allow).toMatchObject({ Action: ['execute-api:Invoke'], Principal: { AWS: CALLER }, Resource: ['execute-api:/test/POST/mcp', 'execute-api:/test/GET/health'] });
    },
    loosen: {
      'another principal': (stack) => override(stack, 'ApiGateway::RestApi', 'Policy.Statement.0.Principal', { AWS: '*' }),
      'every route': (stack) => override(stack, 'ApiGateway::RestApi', 'Policy.Statement.0.Resource', 'execute-api:/*'),
    },
  },
  {
    says: 'an explicit Deny keeps out every principal that is not a caller, whatever its own policies allow',
    holds: (resources) => {
      const [deny, ...others] = statementsOf(at(resources.named('ApiRest', 'ApiGateway::RestApi'), 'Policy')).filter(({ Effect }) => Effect === 'Deny');
      expect(others).toEqual([]);
      expect(deny).toMatchObject({ Principal: { AWS: '*' }, Action: ['execute-api:Invoke'], Resource: ['execute-api:/*'], Condition: { ArnNotEquals: { 'aws:PrincipalArn': [CALLER] } } });
      expect(Object.keys(deny?.Condition ?? {})).toEqual(['ArnNotEquals']);
    },
    loosen: {
      'no Deny': (stack) => override(stack, 'ApiGateway::RestApi', `${DENY}.Effect`, 'Allow'),
      'a condition that spares requests without an ARN': (stack) => {
        override(stack, 'ApiGateway::RestApi', `${DENY}.Condition.ArnNotEquals`, undefined);
        override(stack, 'ApiGateway::RestApi', `${DENY}.Condition.ArnNotEqualsIfExists`, { 'aws:PrincipalArn': [CALLER] });
      },
      'one more condition': (stack) => override(stack, 'ApiGateway::RestApi', `${DENY}.Condition.Bool`, { 'aws:SecureTransport': 'true' }),
      'one route only': (stack) => override(stack, 'ApiGateway::RestApi', `${DENY}.Resource`, 'execute-api:/test/POST/mcp'),
    },
  },
  {
    says: 'only API Gateway may invoke the function, for exactly these methods of this stage',
    holds: (resources) => {
      const permissions = resources.of('Lambda::Permission');
      expect(permissions.map((permission) => asText(at(permission, 'SourceArn')).replace(/^.*<ApiRest\w+>\/<ApiRestDeploymentStage\w+>/, '')).sort()).toEqual(['/GET/health', '/POST/mcp']);
      for (const { Properties } of permissions) {
        expect(Properties).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'apigateway.amazonaws.com', FunctionName: { Ref: expect.stringMatching(/^HandlerAlias/) } });
      }
    },
    loosen: {
      'any method': (stack) => override(stack, 'Lambda::Permission', 'SourceArn', 'arn:aws:execute-api:eu-central-1:123456789012:abc/*/*/*'),
      'everybody': ({ handler }) => handler.alias.addPermission('All', { principal: new AnyPrincipal() }),
      'another service': ({ handler }) => handler.alias.addPermission('Events', { principal: new ServicePrincipal('events.amazonaws.com') }),
      'an account': ({ handler }) => handler.function.addPermission('Other', { principal: new ArnPrincipal('arn:aws:iam::210987654321:root') }),
    },
  },
  {
    says: 'requests are throttled',
    holds: (resources) => {
      const [settings, ...others] = at(resources.named('ApiRest', 'ApiGateway::Stage'), 'MethodSettings') as { HttpMethod: string; ResourcePath: string }[];
      expect(others).toEqual([]);
      expect(settings).toMatchObject({ HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40, DataTraceEnabled: false });
    },
    loosen: {
      'no limit': (stack) => override(stack, 'ApiGateway::Stage', 'MethodSettings.0.ThrottlingRateLimit', undefined),
      'one method only': (stack) => override(stack, 'ApiGateway::Stage', 'MethodSettings.0.HttpMethod', 'GET'),
    },
  },
  {
    says: 'every request is logged, without headers, queries and bodies',
    holds: (resources) => {
      const stage = resources.named('ApiRest', 'ApiGateway::Stage');
      expect(asText(at(stage, 'AccessLogSetting.DestinationArn'))).toMatch(/<Logsaccess\w+\.Arn>/);
      const variables = [...String(at(stage, 'AccessLogSetting.Format')).matchAll(/\$context\.[\w.]+|\$\w+/g)].map(([name]) => name);
      expect(variables.length).toBeGreaterThan(5);
      for (const variable of variables) expect(variable).toMatch(/^\$context\.(requestId|requestTime|identity\.(userArn|sourceIp)|httpMethod|resourcePath|status|responseLength|responseLatency|error\.responseType|xrayTraceId)$/);
    },
    loosen: {
      'no log': (stack) => override(stack, 'ApiGateway::Stage', 'AccessLogSetting.DestinationArn', ''),
      'the query string too': (stack) => override(stack, 'ApiGateway::Stage', 'AccessLogSetting.Format', '$context.requestId $context.requestTime $context.httpMethod $context.status $context.path $context.responseLength'),
    },
  },
  {
    says: 'execution logs, which hold headers and bodies, are off',
    holds: (resources) => {
      const [settings] = at(resources.named('ApiRest', 'ApiGateway::Stage'), 'MethodSettings') as Record<string, unknown>[];
      expect(settings?.LoggingLevel ?? 'OFF').toBe('OFF');
      expect(settings?.DataTraceEnabled).toBe(false);
      expect(resources.of('ApiGateway::Account')).toEqual([]);
    },
    loosen: {
      'execution logs': (stack) => override(stack, 'ApiGateway::Stage', 'MethodSettings.0.LoggingLevel', 'INFO'),
      'data traces': (stack) => override(stack, 'ApiGateway::Stage', 'MethodSettings.0.DataTraceEnabled', true),
    },
  },
];
