import { formatCount, type Answer, type AnswerColumn } from '@sluice/engine';
import type { AnswerLimits } from '../limits.js';
import { dataBlock } from '../text/block.js';
import { costLine, dryRunLine, remoteLines, sentLines, sourcesLine, typesLine, warningLines } from '../text/facts.js';
import { listSome } from '../text/list-some.js';
import { formatCursor, prefixId, questionId, versionId } from './cursor.js';
import { pageText, shortName, type PageText, type RowFormat } from './page-text.js';
import type { FoundRows } from './read-rows.js';
import type { KeptResult } from './result-store.js';

export interface AnswerTextOptions {
  readonly format: RowFormat;
  readonly maxRows: number;
  readonly limits: AnswerLimits;
}

/** Room for the line that counts rows and names the cursor, and for the block's frame. */
const FRAME_CHARS = 500;
const MAX_COLUMNS_CHARS = 4_000;

/** One page of a result with everything that lets a reader judge it, within the limit on characters. */
export function answerText({ result, start }: FoundRows, { format, maxRows, limits }: AnswerTextOptions): string {
  const { facts, rows } = result;
  const about = [...warningLines(facts.warnings), typesLine(facts.types), sourcesLine(facts.sources), ...remoteLines(facts.remote), costLine(facts)];
  const columns = format === 'json' ? [] : [columnsLine(facts.columns)];
  const room = limits.maxChars - FRAME_CHARS - lines([...columns, ...about]).length;
  const page = pageText(facts.columns, rows.slice(start, start + maxRows), format, room);
  return lines([countLine(result, start, page), ...columns, ...cutLines(result, page), dataBlock(page.text, format), ...about]);
}

/** What a question would cost and give. */
export const dryRunText = ({ dryRun, columns, warnings, sources, remote }: Answer): string =>
  lines([...(dryRun === undefined ? [] : [dryRunLine(dryRun)]), columnsLine(columns), ...warningLines(warnings), sourcesLine(sources), ...sentLines(remote)]);

const lines = (texts: readonly string[]): string => texts.join('\n');

const columnsLine = (columns: readonly AnswerColumn[]): string =>
  `Columns: ${listSome(columns.map(({ name, type }) => `${shortName(name)} ${type}`), { maxChars: MAX_COLUMNS_CHARS })}`;

function countLine(result: KeptResult, start: number, page: PageText): string {
  const { rows, complete } = result;
  const end = start + page.rows;
  if (complete && start === 0 && end === rows.count) return `${formatCount(end, 'row')}, all of them.`;
  const total = complete ? `of ${rows.count.toLocaleString('en-US')}` : `of more than ${rows.count.toLocaleString('en-US')}`;
  const here = `Rows ${(start + 1).toLocaleString('en-US')} to ${end.toLocaleString('en-US')} ${total}.`;
  return complete && end === rows.count ? `${here} This is the last page.` : `${here} For the next page call query with cursor ${cursorAt(result, end)} alone. To count or sum up, ask SQL instead of paging.`;
}

/** Where the rows from `offset` on are found. */
export const cursorAt = ({ question, facts, rows }: KeptResult, offset: number): string =>
  formatCursor({ question: questionId(question), version: versionId(facts.sources), offset, prefix: prefixId(rows.fingerprint(offset)) });

function cutLines({ cutCells }: KeptResult, page: PageText): string[] {
  return [
    ...(cutCells || page.cutCells ? ['Some values are cut, marked …[+N chars]: use substr() to see more of one.'] : []),
    ...(page.hiddenColumns > 0 ? [`${formatCount(page.hiddenColumns, 'column')} on the right did not fit: select fewer.`] : []),
  ];
}
