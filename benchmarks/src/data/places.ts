import { join } from 'node:path';
import { cacheFolder } from '../cache-folder.js';

/** The bucket that all generated objects lie in. */
export const BUCKET = 'bench';

/** What the gateway serves: each folder in it is a bucket. */
export const objectsFolder = (): string => join(cacheFolder(), 'objects');

/** An object as a file on disk. */
export const objectPath = (key: string): string => join(objectsFolder(), BUCKET, key);

/** The same object over S3. */
export const objectUri = (key: string): string => `s3://${BUCKET}/${key}`;
