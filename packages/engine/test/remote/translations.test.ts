import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { translate } from './ask-both.js';
import { openDuckdbSide, type DuckdbSide } from './duckdb-side.js';
import { QUESTIONS } from './questions.js';

let duckdb: DuckdbSide;
beforeAll(async () => {
  duckdb = await openDuckdbSide();
});
afterAll(() => {
  duckdb.close();
});

/** What `same-answers.real.test.ts` has Spark answer: a translation that changes here was not seen to be equal. */
describe('every question is translated, or refused with its reasons, as it was when Spark answered it', () => {
  it.each(Object.entries(QUESTIONS))('%s', async (_, questions) => {
    const translations: Record<string, unknown> = {};
    for (const sql of questions) {
      const translation = await translate(sql, duckdb);
      translations[sql] = translation.kind === 'translated' ? translation.sql(1000) : translation.reasons;
    }
    expect(translations).toMatchSnapshot();
  });
});
