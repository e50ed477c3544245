import { statSync } from 'node:fs';
import type { Outcome } from '../answers/answer.js';
import { BUCKET, objectPath } from '../data/places.js';
import type { Contestant } from './contestant.js';
import type { Job, S3Access } from './job.js';

/** Downloads the bytes over so many connections and does nothing with them: no reader can be faster. */
export const curl = (name: string, connections: number): Contestant => ({
  name,
  command: (job) => ({ file: 'curl', args: ['--config', '-'], env: process.env, input: configure(job, connections) }),
  read: (stdout, job): Outcome => {
    const bytes = stdout.trim().split('\n').reduce((sum, size) => sum + Number(size), 0);
    const { size } = onlyObject(job);
    if (bytes !== size) throw new Error(`${bytes} of ${size} bytes came`);
    return { answers: [], ms: [] };
  },
});

function configure(job: Job, connections: number): string {
  const { key, size, s3 } = onlyObject(job);
  const each = Math.ceil(size / connections);
  const parts = Array.from({ length: connections }, (_, i) => [i * each, Math.min(size, (i + 1) * each) - 1] as const);
  const transfers = parts.map(([first, last]) =>
    [
      `url = "${s3.endpoint}/${BUCKET}/${key}"`,
      `range = ${first}-${last}`,
      `aws-sigv4 = "aws:amz:${s3.region}:s3"`,
      `user = "${s3.accessKeyId}:${s3.secretAccessKey}"`,
      'header = "x-amz-content-sha256: UNSIGNED-PAYLOAD"',
      `cacert = "${s3.caFile}"`,
      'output = /dev/null',
      'write-out = "%{size_download}\\n"',
      'silent',
      'fail',
    ].join('\n'),
  );
  return [`parallel`, 'parallel-immediate', `parallel-max = ${connections}`, transfers.join('\nnext\n')].join('\n');
}

function onlyObject({ tables, s3 }: Job): { key: string; size: number; s3: S3Access } {
  const [table, ...rest] = Object.values(tables);
  if (table === undefined || rest.length > 0 || s3 === undefined) throw new Error('curl downloads one object from S3');
  return { key: table.key, size: statSync(objectPath(table.key)).size, s3 };
}
