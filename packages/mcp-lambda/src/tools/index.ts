import type { Tool } from '../tool/tool.js';
import { inspect } from './inspect.js';
import { listFiles } from './list-files.js';
import { query } from './query.js';

/** Every tool, in the order that a newcomer to a file uses them. */
export const TOOLS = [listFiles, inspect, query] as unknown as readonly Tool[];
