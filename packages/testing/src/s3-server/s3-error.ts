import { errorXml } from './xml.js';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
const STATUS = {
  AccessDenied: 403,
  AuthorizationHeaderMalformed: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  MethodNotAllowed: 405,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchVersion: 404,
  NotImplemented: 501,
  PermanentRedirect: 301,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  SlowDown: 503,
  XAmzContentSHA256Mismatch: 400,
} as const;

export type S3ErrorCode = keyof typeof STATUS;

interface S3ErrorOptions {
  readonly headers?: Readonly<Record<string, string>>;
  /** Elements beside `Code` and `Message`, such as `Key`. */
  readonly details?: Readonly<Record<string, string>>;
}

/** A refusal as S3 words it. */
export class S3Error extends Error {
  readonly code: S3ErrorCode;
  readonly headers: Readonly<Record<string, string>>;
  readonly details: Readonly<Record<string, string>>;

  constructor(code: S3ErrorCode, message: string, { headers = {}, details = {} }: S3ErrorOptions = {}) {
    super(message);
    this.code = code;
    this.headers = headers;
    this.details = details;
  }

  get status(): number {
    return STATUS[this.code];
  }

  toXml(requestId: string): string {
    return errorXml({ Code: this.code, Message: this.message, ...this.details, RequestId: requestId, HostId: 'sluice' });
  }
}

export const noSuchBucket = (bucket: string): S3Error =>
  new S3Error('NoSuchBucket', 'The specified bucket does not exist', { details: { BucketName: bucket } });
