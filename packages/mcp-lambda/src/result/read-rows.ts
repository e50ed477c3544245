import type { Answer, Engine, QueryOptions } from '@sluice/engine';
import type { AnswerLimits } from '../limits.js';
import { ToolError } from '../tool/tool-error.js';
import { parseCursor, prefixId, questionId, versionId, type AskedQuestion, type Cursor } from './cursor.js';
import { KeptRows } from './kept-rows.js';
import type { AnswerFacts, KeptResult, ResultStore } from './result-store.js';

/** A question, or a cursor that continues one; with both, the question is what the cursor must belong to. */
export interface RowsRequest {
  readonly question?: AskedQuestion | undefined;
  readonly cursor?: string | undefined;
  /** Rows that will be shown from there. */
  readonly rows: number;
}

export interface RowsTools {
  readonly engine: Engine;
  readonly store: ResultStore;
  readonly limits: AnswerLimits;
  readonly call: Pick<QueryOptions, 'signal' | 'timeoutMs' | 'onProgress'>;
}

/** A result, and where in it to read. */
export interface FoundRows {
  readonly result: KeptResult;
  readonly start: number;
}

/** What a first question fetches: a thousand rows more cost a few milliseconds, and most results then are there whole. */
const FIRST_ROWS = 2_000;

/**
 * Finds rows: from a result that is kept, or by asking. Whoever pages past what was fetched gets all that may be kept in one go.
 * @throws ToolError when a cursor cannot be followed, EngineError whatever the engine throws
 */
export async function readRows({ question, cursor, rows }: RowsRequest, tools: RowsTools): Promise<FoundRows> {
  if (cursor === undefined) {
    if (question === undefined) throw nothingAsked();
    return { result: await ask(question, Math.max(FIRST_ROWS, rows), tools), start: 0 };
  }
  return await follow(parseCursor(cursor), question, tools);
}

async function follow(cursor: Cursor, question: AskedQuestion | undefined, tools: RowsTools): Promise<FoundRows> {
  const start = cursor.offset;
  const { kept, asked } = findKept(cursor, question, tools.store);
  if (kept !== undefined && start < kept.rows.count) return { result: kept, start };
  const { maxKeptRows } = tools.limits;
  if (start >= maxKeptRows) throw pagesEnd(maxKeptRows);
  const result = await ask(asked, maxKeptRows, tools);
  if (versionId(result.facts.sources) !== cursor.version) throw dataChanged();
  if (prefixId(result.rows.fingerprint(start)) !== cursor.prefix) throw reordered();
  if (start >= result.rows.count) throw pagesEnd(result.rows.count);
  return { result, start };
}

/**
 * All rows of a result, whichever page a cursor points at.
 * @throws ToolError RESULT_LIMIT when there are more than `maxRows`
 */
export async function readAllRows({ question, cursor }: Omit<RowsRequest, 'rows'>, maxRows: number, tools: RowsTools): Promise<KeptResult> {
  const { asked, kept, version } = findQuestion({ question, cursor }, tools.store);
  const result = kept?.complete === true ? kept : await ask(asked, maxRows, tools);
  if (version !== undefined && versionId(result.facts.sources) !== version) throw dataChanged();
  if (!result.complete || result.rows.count > maxRows) throw tooManyRows(maxRows);
  return result;
}

interface FoundQuestion {
  readonly asked: AskedQuestion;
  readonly kept: KeptResult | undefined;
  /** Of the sources, where a cursor says which. */
  readonly version: string | undefined;
}

/** The question itself, or the one that a cursor continues. */
export function findQuestion({ question, cursor }: Omit<RowsRequest, 'rows'>, store: ResultStore): FoundQuestion {
  if (cursor !== undefined) {
    const parsed = parseCursor(cursor);
    return { ...findKept(parsed, question, store), version: parsed.version };
  }
  if (question === undefined) throw nothingAsked();
  return { asked: question, kept: undefined, version: undefined };
}

function findKept(cursor: Cursor, question: AskedQuestion | undefined, store: ResultStore): Pick<FoundQuestion, 'asked' | 'kept'> {
  if (question !== undefined && questionId(question) !== cursor.question) throw otherQuestion();
  const entry = store.find(keyOf(cursor));
  const asked = question ?? entry?.question;
  if (asked === undefined) throw unknownCursor();
  return { asked, kept: entry?.result };
}

async function ask(question: AskedQuestion, maxRows: number, { engine, store, limits, call }: RowsTools): Promise<KeptResult> {
  const { sql, tables, params, badRows, engine: choice, dialect } = question;
  const answer = await engine.query(sql, {
    ...call,
    ...(tables && { tables }),
    ...(params && { params }),
    ...(badRows && { badRows }),
    ...(choice && { engine: choice }),
    ...(dialect && { dialect }),
    limits: { maxRows: Math.min(maxRows, limits.maxKeptRows), maxResultBytes: limits.maxKeptBytes, maxCellChars: limits.maxCellChars },
  });
  const { rows, truncation } = answer;
  const facts = factsOf(answer);
  const complete = truncation === undefined || truncation.reason === 'cells';
  const result = { question, facts, rows: new KeptRows(rows), complete, cutCells: truncation?.message.includes('[+N chars]') ?? false };
  store.put(keyOf({ question: questionId(question), version: versionId(facts.sources) }), result);
  return result;
}

const factsOf = ({ columns, sources, types, warnings, remote, bytesRead, road, ms }: Answer): AnswerFacts => ({ columns, sources, types, warnings, remote, bytesRead, road, ms });

const keyOf = ({ question, version }: Pick<Cursor, 'question' | 'version'>): string => question + version;

const nothingAsked = (): ToolError => new ToolError('INPUT', 'There is neither sql nor a cursor', 'Give sql, or the cursor of an earlier result.');

const tooManyRows = (maxRows: number): ToolError =>
  new ToolError('RESULT_LIMIT', `The result has more than ${maxRows.toLocaleString('en-US')} rows, the most that can be drawn`, 'Let SQL count, average or group first, or filter.');

const otherQuestion = (): ToolError =>
  new ToolError('CURSOR_MISMATCH', 'The cursor belongs to another question than this sql, tables and params', 'Repeat exactly the call that gave the cursor, or give the cursor alone.');

const unknownCursor = (): ToolError =>
  new ToolError('CURSOR_UNKNOWN', 'This server has not seen the question that the cursor continues', 'Repeat the call that gave the cursor, with the same sql, tables and params, and this cursor besides.');

export const dataChanged = (): ToolError =>
  new ToolError('SOURCE_CHANGED', 'The files have changed since the page before', 'Begin again without the cursor: earlier pages are of the old version.');

const reordered = (): ToolError =>
  new ToolError('ROWS_REORDERED', 'The question gives its rows in another order each time, so that pages would repeat some and miss others', 'Add ORDER BY over columns that together are unique, and begin again without the cursor.');

const pagesEnd = (rows: number): ToolError =>
  new ToolError('PAGES_END', `Pages end after ${rows.toLocaleString('en-US')} rows`, 'Narrow the question (WHERE, GROUP BY), or write the whole result with export_result.');
