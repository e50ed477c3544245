import { Duration, FileSystem, RemovalPolicy, Size } from 'aws-cdk-lib';
import { Effect, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Alias, ApplicationLogLevel, Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime, SystemLogLevel, Tracing, type Version } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { readdirSync } from 'node:fs';
import type { Parameters } from '../parameters/parameters.js';
import { environment } from './environment.js';
import type { ResultsPlace } from './results.js';

export interface HandlerProps {
  readonly parameters: Parameters;
  /** A folder, zipped as it is. */
  readonly bundle: string;
  readonly logGroup: ILogGroup;
  readonly results?: ResultsPlace | undefined;
  readonly data: readonly PolicyStatement[];
}

/** What callers reach; it points to one version, or to two while a canary is out. */
export const ALIAS = 'live';
const ENTRY = { stream: 'index.handler', buffered: 'index.bufferedHandler' };

/** The function, a version of it for each deployment, and the alias that callers reach. */
export class Handler extends Construct {
  readonly function: LambdaFunction;
  readonly version: Version;
  readonly alias: Alias;
  readonly role: Role;

  constructor(scope: Construct, id: string, { parameters, bundle, logGroup, results, data }: HandlerProps) {
    super(scope, id);
    this.role = handlerRole(this, logGroup, data);
    this.function = new LambdaFunction(this, 'Function', {
      code: Code.fromAsset(bundle, { assetHash: bundleHash(bundle) }),
      handler: ENTRY[parameters.responseMode],
      runtime: Runtime.NODEJS_24_X,
      architecture: parameters.architecture === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64,
      memorySize: parameters.memoryMb,
      timeout: Duration.seconds(parameters.timeoutSeconds),
      ephemeralStorageSize: Size.mebibytes(parameters.ephemeralStorageMb),
      ...(parameters.reservedConcurrency !== undefined && { reservedConcurrentExecutions: parameters.reservedConcurrency }),
      environment: environment(parameters, results),
      role: this.role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      systemLogLevelV2: SystemLogLevel.INFO,
      // The server has levels of its own; Lambda's would filter what is let through once more.
      applicationLogLevelV2: ApplicationLogLevel.TRACE,
      tracing: Tracing.ACTIVE,
      // A version outlives the deployment that replaces it, so that the alias can go back.
      currentVersionOptions: { removalPolicy: RemovalPolicy.RETAIN },
    });
    this.version = this.function.currentVersion;
    this.alias = new Alias(this, 'Alias', { aliasName: ALIAS, version: this.version });
  }
}

/** What V8 keeps differs a little each time that it is made, and does the same: it counts by its names, lest every build be a new version. */
function bundleHash(bundle: string): string {
  const kept = readdirSync(bundle).filter((name) => name.endsWith('.cache'));
  return FileSystem.fingerprint(bundle, { exclude: ['*.cache'], extraHash: kept.sort().join() });
}

/** No managed policy: AWS's own for logs covers every log group of the account. */
function handlerRole(scope: Construct, logGroup: ILogGroup, data: readonly PolicyStatement[]): Role {
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  const write = new PolicyStatement({ sid: 'WriteLogs', effect: Effect.ALLOW, actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroup.logGroupArn] });
  for (const statement of [write, ...data]) role.addToPolicy(statement);
  return role;
}
