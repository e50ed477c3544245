import type { IncomingHttpHeaders } from 'node:http';
import type { StoredObject } from './bucket-store.js';
import { parseRange } from './byte-range.js';
import type { Reply } from './reply.js';
import { S3Error } from './s3-error.js';

/** Answers GetObject; HeadObject has the same answer without its body. */
export function getObject(object: StoredObject, headers: IncomingHttpHeaders): Reply {
  checkMatch(headers['if-match'], object.etag);
  const { size } = object.content;
  const range = parseRange(headers.range, size);
  const { start, end } = range ?? { start: 0, end: size };
  return {
    status: range === undefined ? 200 : 206,
    headers: {
      ...describe(object),
      ...(range === undefined ? checksum(object, headers) : { 'content-range': `bytes ${start}-${end - 1}/${size}` }),
    },
    body: { size: end - start, chunks: () => object.content.chunks(start, end) },
  };
}

function checkMatch(header: string | undefined, etag: string): void {
  const wanted = header?.split(',').map((tag) => tag.trim().replace(/^"|"$/g, ''));
  if (wanted === undefined || wanted.includes(etag) || wanted.includes('*')) return;
  throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    details: { Condition: 'If-Match' },
  });
}

const describe = ({ etag, modified, versionId, contentEncoding }: StoredObject): Record<string, string> => ({
  etag: `"${etag}"`,
  'last-modified': modified.toUTCString(),
  'accept-ranges': 'bytes',
  'content-type': 'binary/octet-stream',
  ...(versionId === undefined ? {} : { 'x-amz-version-id': versionId }),
  ...(contentEncoding === undefined ? {} : { 'content-encoding': contentEncoding }),
});

/** S3 keeps checksums of whole objects, so it sends one for a whole object only, and only when asked. */
function checksum({ crc32 }: StoredObject, headers: IncomingHttpHeaders): Record<string, string> {
  const mode = headers['x-amz-checksum-mode'];
  if (mode !== undefined && mode !== 'ENABLED') {
    throw new S3Error('InvalidArgument', 'Value for x-amz-checksum-mode header is invalid.', {
      details: { ArgumentName: 'x-amz-checksum-mode', ArgumentValue: String(mode) },
    });
  }
  if (mode === undefined || crc32 === undefined) return {};
  return { 'x-amz-checksum-crc32': crc32, 'x-amz-checksum-type': 'FULL_OBJECT' };
}
