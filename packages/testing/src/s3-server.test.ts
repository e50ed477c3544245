import { describeS3Contract } from './s3-contract.js';
import { startS3Server } from './s3-server/s3-server.js';

describeS3Contract('startS3Server', startS3Server);
