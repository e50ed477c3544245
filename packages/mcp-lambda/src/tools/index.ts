import type { Tool } from '../tool/tool.js';
import { chart } from './chart.js';
import { compare } from './compare.js';
import { exportResult } from './export-result.js';
import { inspect } from './inspect.js';
import { listFiles } from './list-files.js';
import { profile } from './profile.js';
import { query } from './query.js';
import { validate } from './validate.js';

/** Every tool, in the order that a newcomer to a file uses them. */
export const TOOLS = [listFiles, inspect, profile, query, compare, validate, chart, exportResult] as unknown as readonly Tool[];
