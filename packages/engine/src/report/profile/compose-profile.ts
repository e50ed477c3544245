import type { Answer, Types } from '../../result/answer.js';
import { composeColumn } from './compose-column.js';
import type { Detailed } from './detail-sql.js';
import { sampledOneIn, type KeyCheck } from './key-checks.js';
import type { Measured } from './measure-sql.js';
import type { ProfiledRows } from './profile-source-sql.js';
import type { Accuracy, CandidateKey, DuplicateRows, Profile } from './profile.js';

export interface ProfileParts {
  readonly accuracy: Accuracy;
  readonly rows: ProfiledRows;
  readonly measured: Measured;
  readonly detailed: Detailed;
  /** Keys that need no check. */
  readonly keys: readonly CandidateKey[];
  readonly keyChecks: readonly KeyCheck[];
  readonly topK: number;
  readonly answers: readonly Answer[];
}

/** One report out of what the two scans found. */
export function composeProfile(parts: ProfileParts): Profile {
  const { accuracy, rows, measured, detailed, topK, answers } = parts;
  return {
    rows: measured.rows,
    accuracy,
    columns: rows.columns.flatMap((column, index) => {
      const [measures, details] = [measured.columns[index], detailed.columns[index]];
      if (measures === undefined || details === undefined) return [];
      return composeColumn(column, { rows: measured.rows, measures, details, frequencies: measured.frequencies[index] ?? null, topK });
    }),
    duplicateRows: duplicateRows(measured, detailed),
    candidateKeys: candidateKeys(parts),
    sources: answers[0]?.sources ?? [],
    types: joinTypes(answers),
    warnings: [...new Map(answers.flatMap(({ warnings }) => warnings).map((warning) => [JSON.stringify(warning), warning])).values()],
    bytesRead: answers.reduce((sum, { bytesRead }) => sum + bytesRead, 0),
    ms: addUp(answers.map(({ ms }) => ms)),
  };
}

function duplicateRows({ rows, distinctRows }: Measured, { duplicates = 0 }: Detailed): DuplicateRows {
  if (distinctRows !== undefined) return { count: rows - distinctRows, exact: true };
  const oneIn = sampledOneIn(rows);
  return { count: duplicates * oneIn, exact: false, sampledOneIn: oneIn };
}

function candidateKeys({ accuracy, keys, keyChecks, detailed }: ProfileParts): CandidateKey[] {
  const passed = keyChecks.filter((_, index) => detailed.repeats[index] === 0);
  return [...keys, ...passed.map(({ columns }) => ({ columns, exact: accuracy === 'exact' }))];
}

/** Batches of columns each tell of their own. */
function joinTypes(answers: readonly Answer[]): Types {
  const all = answers.flatMap(({ types }) => types.columns);
  const columns = [...new Map(all.map((column) => [JSON.stringify(column), column])).values()];
  return { trust: columns.every(({ trust }) => trust === 'verified') ? 'verified' : 'sampled', columns };
}

function addUp(all: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [stage, ms] of all.flatMap((one) => Object.entries(one))) sums[stage] = (sums[stage] ?? 0) + ms;
  return sums;
}
