import { Duration } from 'aws-cdk-lib';
import { AccessLogField, AccessLogFormat, AuthorizationType, EndpointType, LambdaIntegration, LogGroupLogDestination, ResponseTransferMode, RestApi, type StageOptions } from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Parameters } from '../parameters/parameters.js';
import { resourcePolicy, ROUTES } from './resource-policy.js';

export interface ApiProps {
  readonly parameters: Parameters;
  readonly handler: IFunction;
  readonly accessLog: ILogGroup;
}

/** The two routes, each for signed requests of the callers alone, each with a permission to invoke of its own. */
export class Api extends Construct {
  readonly rest: RestApi;

  constructor(scope: Construct, id: string, { parameters, handler, accessLog }: ApiProps) {
    super(scope, id);
    this.rest = new RestApi(this, 'Rest', {
      restApiName: `sluice-${parameters.stage}`,
      description: 'SQL over CSV files in S3, for MCP clients',
      endpointConfiguration: { types: [EndpointType.REGIONAL] },
      defaultMethodOptions: { authorizationType: AuthorizationType.IAM },
      policy: resourcePolicy(parameters.callers, parameters.stage),
      deployOptions: stageOptions(parameters, accessLog),
      // The role with which API Gateway writes logs is one for the whole account: no stack of ours replaces it.
      cloudWatchRole: false,
    });
    const integration = new LambdaIntegration(handler, {
      responseTransferMode: parameters.responseMode === 'stream' ? ResponseTransferMode.STREAM : ResponseTransferMode.BUFFERED,
      timeout: Duration.seconds(parameters.timeoutSeconds),
      allowTestInvoke: false,
    });
    for (const { method, path } of ROUTES) this.rest.root.addResource(path).addMethod(method, integration);
  }
}

function stageOptions({ stage, throttling }: Parameters, accessLog: ILogGroup): StageOptions {
  return {
    stageName: stage,
    throttlingRateLimit: throttling.requestsPerSecond,
    throttlingBurstLimit: throttling.burst,
    tracingEnabled: true,
    accessLogDestination: new LogGroupLogDestination(accessLog),
    accessLogFormat: accessLogFormat(),
  };
}

/** Who asked what route, when, and how it went. No header, no query string, no body: the data is in those. */
function accessLogFormat(): AccessLogFormat {
  return AccessLogFormat.custom(
    JSON.stringify({
      requestId: AccessLogField.contextRequestId(),
      time: AccessLogField.contextRequestTime(),
      caller: AccessLogField.contextIdentityUserArn(),
      ip: AccessLogField.contextIdentitySourceIp(),
      method: AccessLogField.contextHttpMethod(),
      route: AccessLogField.contextResourcePath(),
      status: AccessLogField.contextStatus(),
      bytes: AccessLogField.contextResponseLength(),
      ms: AccessLogField.contextResponseLatency(),
      error: AccessLogField.contextErrorResponseType(),
      trace: AccessLogField.contextXrayTraceId(),
    }),
  );
}
