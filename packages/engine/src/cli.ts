#!/usr/bin/env node
import { prepareChild } from './database/spawn-child.js';

/** Commands that ask DuckDB; its process loads while this one still does, which takes a fifth of a second off an answer. */
const ASKING = ['query', 'profile', 'compare', 'validate'];

if (ASKING.includes(process.argv[2] ?? '')) prepareChild();
await import('./cli/program.js');
