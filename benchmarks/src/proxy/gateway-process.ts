/** The gateway and the server behind it, in a process of their own, so that they take no time from who measures. */
import { createSampleServer, SampleRecord, serveStateless, startApiGateway } from '@sluice/testing';
import { READER } from './contestants.js';

const record = new SampleRecord();
const gateway = await startApiGateway({ integration: serveStateless(() => createSampleServer(record)), principals: [READER] });
process.send?.(gateway.url);
process.on('disconnect', () => process.exit());
