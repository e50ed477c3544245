import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The group of questions of which an engine makes no answer: numbers out of range, and what the translation itself lets fail. */
export const FAILING = 'fail rather than differ';

const groups = z.record(z.string(), z.array(z.string()));

/** What both engines must answer alike, unless it is refused: what people ask, and every difference of the engines that is known. */
export const QUESTIONS = groups.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'questions.json'), 'utf8')));
