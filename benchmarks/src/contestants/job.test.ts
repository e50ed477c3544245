import { describe, expect, it } from '@jest/globals';
import { sqlOverPlaces, type Job } from './job.js';

const S3 = { endpoint: 'http://127.0.0.1:1', region: 'us-east-1', accessKeyId: 'A', secretAccessKey: 'S', caFile: '/ca.pem' };
const QUESTION = { id: 'joined', sql: 'SELECT 1 FROM {a} AS x JOIN {b} AS y ON x.id = y.id' };
const JOB: Job = { questions: [QUESTION], tables: { a: { key: 'a.csv' }, b: { key: 'b/*.csv' } }, s3: S3 };

describe('sqlOverPlaces', () => {
  it('names the objects in S3', () => {
    expect(sqlOverPlaces(JOB, QUESTION)).toBe("SELECT 1 FROM 's3://bench/a.csv' AS x JOIN 's3://bench/b/*.csv' AS y ON x.id = y.id");
  });

  it('names files where there is no S3', () => {
    expect(sqlOverPlaces({ questions: [QUESTION], tables: JOB.tables }, QUESTION)).toMatch(/FROM '\/.*\/objects\/bench\/a\.csv' AS x/);
  });

  it('refuses a table that the job does not have', () => {
    expect(() => sqlOverPlaces(JOB, { id: 'x', sql: 'FROM {c}' })).toThrow('The job has no table c');
  });
});
