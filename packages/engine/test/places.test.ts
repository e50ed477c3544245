import { describe, expect, it } from '@jest/globals';
import { startS3Server } from '@sluice/testing';
import { createEngine } from '../src/engine.js';

describe('checkPlaces', () => {
  it('tells of each place whether it answers, and why not', async () => {
    const server = await startS3Server();
    try {
      server.createBucket('here');
      const { endpoint, region, credentials } = server;
      await using engine = createEngine({ roots: [], cache: 'off', s3: { endpoint, region, credentials }, allow: ['s3://here/a/', 's3://missing/'] });
      expect(await engine.checkPlaces()).toMatchObject([{ uri: 's3://here/a/' }, { uri: 's3://missing/', failure: { code: 'SOURCE_NOT_FOUND' } }]);
      expect((await engine.checkPlaces())[0]).not.toHaveProperty('failure');
    } finally {
      await server.close();
    }
  });

  it('asks nobody where nothing is named', async () => {
    await using engine = createEngine({ roots: [], cache: 'off' });
    expect(await engine.checkPlaces()).toEqual([]);
  });
});

describe('cacheUsage', () => {
  it.each([
    ['off', undefined],
    ['memory', { copies: 0, bytes: 0 }],
  ])('of a cache that is %s is %j', async (cache, usage) => {
    await using engine = createEngine({ roots: [], cache });
    expect(engine.cacheUsage()).toEqual(usage);
  });
});
