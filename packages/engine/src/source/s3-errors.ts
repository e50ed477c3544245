import { EngineError } from '../errors.js';

interface ServiceError {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly code?: string;
}

/** The HTTP status of a failed S3 call, if there was an answer. */
export const httpStatus = (error: unknown): number | undefined => (error as ServiceError).$metadata?.httpStatusCode;

/** Whether asking again might help: the connection broke, or the server said that it is busy. */
export function isTransient(error: unknown): boolean {
  const status = httpStatus(error);
  return status === undefined ? !isCredentialProblem(error) : status >= 500 || status === 429;
}

const isCredentialProblem = (error: unknown): boolean =>
  /credential|token.*expired|sso/i.test(`${(error as Error).name} ${(error as Error).message}`);

/** Says what S3 refused and what to do about it. Never carries a credential: S3's own texts may quote key ids. */
export function toS3Error(error: unknown, uri: string): EngineError {
  if (error instanceof EngineError) return error;
  const { name, message } = error as ServiceError;
  if (name === 'AbortError') return new EngineError('CANCELLED', `Reading ${uri} was cancelled`, { cause: error });
  const status = httpStatus(error);
  if (status === 404 || name === 'NoSuchKey' || name === 'NotFound') return notFound(uri, name, error);
  if (status === 412) return changedObject(uri, error);
  if (status === 401 || status === 403) return denied(uri, name, error);
  if (status === 400 || status === 301) return wrongRequest(uri, name, error);
  if (isCredentialProblem(error)) {
    return new EngineError('SOURCE_DENIED', `No usable AWS credentials for ${uri}`, {
      hint: 'Log in (aws sso login, aws configure) or set AWS_PROFILE.',
      cause: error,
    });
  }
  return new EngineError('SOURCE_UNAVAILABLE', `S3 did not answer for ${uri}: ${status ?? (error as ServiceError).code ?? message}`, {
    hint: 'Check the endpoint and the network, then ask again.',
    cause: error,
  });
}

export const changedObject = (uri: string, cause?: unknown): EngineError =>
  new EngineError('SOURCE_CHANGED', `${uri} was replaced while it was being read`, {
    hint: 'Ask again to read the new version.',
    cause,
  });

function notFound(uri: string, name: string, cause: unknown): EngineError {
  return name === 'NoSuchBucket'
    ? new EngineError('SOURCE_NOT_FOUND', `The bucket of ${uri} does not exist`, { hint: 'Check the bucket name.', cause })
    : new EngineError('SOURCE_NOT_FOUND', `There is no object ${uri}`, {
        hint: `List what is there: sluice ls '${uri.slice(0, uri.lastIndexOf('/') + 1)}*'`,
        uri,
        cause,
      });
}

function denied(uri: string, name: string, cause: unknown): EngineError {
  const hint =
    name === 'SignatureDoesNotMatch' || name === 'InvalidAccessKeyId'
      ? 'The access key is wrong for this endpoint; check AWS_PROFILE or AWS_ACCESS_KEY_ID.'
      : name === 'RequestTimeTooSkewed'
        ? 'Set this machine\'s clock.'
        : name === 'ExpiredToken'
          ? 'The credentials have expired; log in again.'
          : 'These credentials need s3:GetObject on the object and s3:ListBucket on the bucket.';
  return new EngineError('SOURCE_DENIED', `Access to ${uri} was denied${name === 'Unknown' || /^\d+$/.test(name) ? '' : ` (${name})`}`, {
    hint,
    cause,
  });
}

const wrongRequest = (uri: string, name: string, cause: unknown): EngineError =>
  new EngineError('SOURCE_UNAVAILABLE', `S3 refused the request for ${uri} (${name})`, {
    hint: 'The bucket may be in another region: set AWS_REGION to the bucket\'s region, or check AWS_ENDPOINT_URL_S3.',
    cause,
  });
