import { describe, expect, it } from '@jest/globals';
import type { CompareReport, RowComparison, SchemaComparison } from './compare-report.js';
import { formatCompare } from './format-compare.js';

const SCHEMA: SchemaComparison = {
  equal: false,
  onlyLeft: [{ name: 'note', type: 'VARCHAR' }],
  onlyRight: [],
  typeChanges: [{ column: 'qty', left: 'BIGINT', right: 'VARCHAR' }],
  nameChanges: [{ left: 'id', right: 'ID' }],
  sameOrder: false,
};
const ROWS: RowComparison = {
  equal: false,
  key: ['id', 'shop'],
  columns: [{ name: 'name', comparedAs: 'values', changedRows: 1 }, { name: 'price', comparedAs: 'numbers', changedRows: 0 }],
  leftRows: 7,
  rightRows: 1005,
  same: 1,
  added: 1,
  removed: 0,
  changed: 1,
  nullKeys: { left: 1, right: 0 },
  duplicateKeys: { keys: 1, leftRows: 2, rightRows: 1, uneven: 1, samples: [{ key: [5, 'a'], leftRows: 2, rightRows: 1 }] },
  samples: {
    added: [{ key: [6, 'a'], values: ['fay\n', null] }],
    removed: [],
    changed: [{ key: [2, 'b'], changes: [{ column: 'name', left: null, right: 'bob' }] }],
  },
};
const REPORT: CompareReport = { verdict: 'different', left: 'l.csv', right: 'r.csv', mode: 'all', schema: SCHEMA, rows: ROWS, sources: [], warnings: [] };
const EQUAL: CompareReport = {
  ...REPORT,
  verdict: 'equal',
  schema: { equal: true, onlyLeft: [], onlyRight: [], typeChanges: [], nameChanges: [], sameOrder: true },
  rows: {
    ...ROWS,
    equal: true,
    added: 0,
    changed: 0,
    columns: [],
    nullKeys: { left: 0, right: 0 },
    duplicateKeys: { keys: 0, leftRows: 0, rightRows: 0, uneven: 0, samples: [] },
    samples: { added: [], removed: [], changed: [] },
  },
};

describe('a report of differences', () => {
  it('is the report itself as JSON', () => {
    expect(JSON.parse(formatCompare(REPORT, 'json'))).toEqual(REPORT);
  });

  it('is a list of differences as CSV', () => {
    expect(formatCompare(REPORT, 'csv')).toBe(`difference,key,column,left,right
only left,,note,VARCHAR,
type,,qty,BIGINT,VARCHAR
capitals,,id,id,ID
order,,,,
changed,"{""id"":2,""shop"":""b""}",name,,bob
added,"{""id"":6,""shop"":""a""}",,,"{""name"":""fay\\n"",""price"":null}"
duplicate key,"{""id"":5,""shop"":""a""}",,2 rows,1 row
`);
  });

  it('is a record a line as JSON lines', () => {
    const records = formatCompare(REPORT, 'jsonl').trimEnd().split('\n').map((line) => JSON.parse(line) as unknown);
    expect(records).toHaveLength(7);
    expect(records[4]).toEqual({ difference: 'changed', key: { id: 2, shop: 'b' }, column: 'name', left: null, right: 'bob' });
  });

  it('has the verdict and sections as Markdown', () => {
    expect(formatCompare(REPORT, 'markdown')).toBe(`different: 1 column only left, 1 column of another type, 1 column in other capitals, columns in another order, 1 row added, 1 row changed, 1 row the same; not compared: 3 rows of 1 duplicate key, 1 row with NULL in the key

### Columns that differ

| difference | column | left | right |
| --- | --- | --- | --- |
| only left | note | VARCHAR |  |
| type | qty | BIGINT | VARCHAR |
| capitals | id | id | ID |
| order |  |  |  |

### Rows

| rows | left | right |
| --- | --- | --- |
| all | 7 | 1005 |
| same | 1 | 1 |
| changed | 1 | 1 |
| added | 0 | 1 |
| removed | 0 | 0 |
| not compared: NULL in the key | 1 | 0 |
| not compared: duplicate keys | 2 | 1 |

### Changed rows by column

| column | changed rows | compared as |
| --- | --- | --- |
| name | 1 | values |

### Samples

| difference | key | column | left | right |
| --- | --- | --- | --- | --- |
| changed | {"id":2,"shop":"b"} | name | NULL | bob |
| added | {"id":6,"shop":"a"} |  |  | {"name":"fay\\\\n","price":null} |
| duplicate key | {"id":5,"shop":"a"} |  | 2 rows | 1 row |
`);
  });

  it('shows the same sections on a terminal, no wider than it', () => {
    const lines = formatCompare(REPORT, 'table', { width: 60 }).split('\n').slice(1);
    for (const title of ['Columns that differ', 'Rows', 'Changed rows by column', 'Samples']) expect(lines).toContain(title);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
  });
});

describe('a report of no difference', () => {
  it('says so and shows no empty section', () => {
    const text = formatCompare(EQUAL, 'markdown');
    expect(text).toMatch(/^equal: 1 row the same\n/);
    expect(text.match(/^### .*$/gm)).toEqual(['### Rows']);
  });

  it.each([['csv', 'difference,key,column,left,right\n'], ['jsonl', '']] as const)('is an empty list as %s', (format, text) => {
    expect(formatCompare(EQUAL, format)).toBe(text);
  });
});
