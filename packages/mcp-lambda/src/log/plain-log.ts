import { pino, stdSerializers, type DestinationStream } from 'pino';
import type { Log } from '../tool/tool.js';

/** stdout belongs to the protocol. */
const STDERR = 2;

/** The log of a server that somebody started by hand: with messages and stacks, which only whoever did so sees. */
export const createPlainLog = (level: string, destination: DestinationStream = pino.destination(STDERR)): Log =>
  // By itself pino writes out errors whose key is `err`, and no others.
  pino({ level, base: null, serializers: { error: stdSerializers.err } }, destination);
