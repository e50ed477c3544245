import { expect, it } from '@jest/globals';
import { allowedText } from './error-advice.js';

it.each([
  [{ roots: ['/data'], allow: ['s3://aa/x/', 's3://bb'] }, 'May be read: files under /data; s3://aa/x/, s3://bb.'],
  // As on Lambda, which has no files of its own.
  [{ roots: [], allow: ['s3://aa/'] }, 'May be read: s3://aa/.'],
  [{ roots: ['/data'], allow: [] }, 'May be read: files under /data; any S3 object that the server has credentials for.'],
])('what may be read is told by the places that there are (%j)', (places, text) => {
  expect(allowedText(places)).toBe(text);
});
