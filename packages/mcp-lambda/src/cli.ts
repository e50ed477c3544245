#!/usr/bin/env node
import { prepareChild } from '@sluice/engine/child';

// DuckDB's process loads while this one still does, which takes a third of a second off the first answer.
if (!process.argv.includes('--help')) prepareChild();
await import('./program.js');
