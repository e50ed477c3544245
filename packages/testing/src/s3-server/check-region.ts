import { S3Error } from './s3-error.js';
import type { Operation } from './s3-request.js';

interface Regions {
  /** The region in the request's signature. */
  readonly signed: string;
  /** The region whose endpoint this server plays. */
  readonly endpoint: string;
  /** Where the bucket lies; `undefined` for none of that name. */
  readonly bucket: string | undefined;
}

/** Refuses a request signed for another region than the bucket's, in either of the two ways in which S3 does. */
export function checkRegion({ signed, endpoint, bucket }: Regions, operation: Operation): void {
  const expected = bucket ?? endpoint;
  // GetBucketLocation exists to find the region out, so the endpoint answers it for every bucket.
  if (signed === expected || (operation === 'GetBucketLocation' && signed === endpoint)) return;
  const headers = { 'x-amz-bucket-region': expected };
  if (signed === endpoint) {
    throw new S3Error(
      'PermanentRedirect',
      'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.',
      { headers, details: { Endpoint: `s3.${expected}.amazonaws.com` } },
    );
  }
  throw new S3Error(
    'AuthorizationHeaderMalformed',
    `The authorization header is malformed; the region '${signed}' is wrong; expecting '${expected}'`,
    { headers, details: { Region: expected } },
  );
}
