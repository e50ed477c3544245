import { describe, expect, it } from '@jest/globals';
import type { Check } from './check.js';
import { parseTableSchema } from './parse-table-schema.js';

const fieldChecks = (field: object): readonly Check[] => parseTableSchema({ fields: [{ name: 'a', ...field }] }).checks.slice(1);
const warningsOf = (schema: object): string[] => parseTableSchema(schema).warnings.map(({ message }) => message);

describe('a field', () => {
  it.each([
    [{}, []],
    [{ type: 'any' }, []],
    [{ type: 'integer' }, [{ kind: 'type', column: 'a', type: { name: 'integer' } }]],
    [{ type: 'date', format: '%d/%m/%Y' }, [{ kind: 'type', column: 'a', type: { name: 'date', format: '%d/%m/%Y' } }]],
    [{ format: 'email' }, [{ kind: 'type', column: 'a', type: { name: 'string', format: 'email' } }]],
    [{ constraints: { required: true, unique: true } }, [{ kind: 'not-null', column: 'a' }, { kind: 'unique', columns: ['a'] }]],
    [{ constraints: { required: false, unique: false } }, []],
    [{ constraints: { minLength: 1, maxLength: 9, pattern: 'x+' } }, [{ kind: 'length', column: 'a', min: 1, max: 9 }, { kind: 'regex', column: 'a', pattern: 'x+' }]],
    [{ constraints: { enum: ['x', 1] } }, [{ kind: 'in-set', column: 'a', type: { name: 'string' }, values: ['x', '1'] }]],
  ])('%j asks for %j', (field, checks) => {
    expect(fieldChecks(field)).toEqual(checks);
  });

  it('has its bounds and choices written as its values are', () => {
    const type = { name: 'number', decimalChar: ',' };
    expect(fieldChecks({ type: 'number', decimalChar: ',', constraints: { minimum: 0.5, maximum: '9,5', enum: [1.5] } }).slice(1)).toEqual([
      { kind: 'range', column: 'a', type, min: '0,5', max: '9,5' },
      { kind: 'in-set', column: 'a', type, values: ['1,5'] },
    ]);
    const [, set] = fieldChecks({ type: 'boolean', trueValues: ['yes'], falseValues: ['no'], constraints: { enum: [true, false] } });
    expect(set).toMatchObject({ values: ['yes', 'no'] });
  });
});

describe('a schema', () => {
  it('asks for keys, columns and missing values, each once', () => {
    const schema = {
      fields: [{ name: 'id', constraints: { required: true, unique: true } }, { name: 'boss' }, { name: 'unit' }],
      primaryKey: 'id',
      uniqueKeys: [['boss', 'unit']],
      foreignKeys: [
        { fields: 'boss', reference: { resource: '', fields: 'id' } },
        { fields: ['unit'], reference: { resource: 'units', fields: ['code'] } },
      ],
      missingValues: ['', 'NA'],
    };
    expect(parseTableSchema(schema, { resources: { units: 'units.csv' } })).toEqual({
      checks: [
        { kind: 'columns', names: ['id', 'boss', 'unit'], match: 'exact' },
        { kind: 'not-null', column: 'id' },
        { kind: 'unique', columns: ['id'] },
        { kind: 'unique', columns: ['boss', 'unit'] },
        { kind: 'foreign-key', columns: ['boss'], reference: { columns: ['id'] } },
        { kind: 'foreign-key', columns: ['unit'], reference: { source: 'units.csv', columns: ['code'] } },
      ],
      missing: ['', 'NA'],
      warnings: [],
    });
  });

  it.each([
    [{ fields: [{ name: 'a', type: 'geopoint' }] }, `fields[0].type "geopoint"`],
    [{ fields: [{ name: 'a', type: 'date', format: 'any' }] }, `fields[0].format "any" of type "date"`],
    [{ fields: [{ name: 'a', type: 'string', format: 'binary' }] }, `fields[0].format "binary" of type "string"`],
    [{ fields: [{ name: 'a', bareNumber: false }] }, 'fields[0].bareNumber'],
    [{ fields: [{ name: 'a', constraints: { exclusiveMinimum: 3 } }] }, 'fields[0].constraints.exclusiveMinimum'],
    [{ fields: [{ name: 'a', constraints: { maximum: 3 } }] }, 'fields[0].constraints.maximum of a type without order'],
    [{ fields: [{ name: 'a' }], fieldsMatch: ['partial'] }, 'fieldsMatch "partial"'],
    [{ fields: [{ name: 'a' }], dialect: {} }, 'dialect'],
    [{ fields: [{ name: 'a' }], foreignKeys: [{ fields: 'a', onDelete: 'cascade', reference: { fields: 'a' } }] }, 'foreignKeys[0].onDelete'],
  ])('%j is told what is not checked: %s', (schema, what) => {
    expect(warningsOf(schema)).toEqual([`The schema's ${what} is not checked.`]);
  });

  it('says nothing of properties that only describe', () => {
    expect(warningsOf({ $schema: 'x', title: 'T', description: 'D', fields: [{ name: 'a', title: 'A', description: 'D', example: 1, rdfType: 'r' }] })).toEqual([]);
  });

  it.each([
    ['text', 'the whole: '],
    [{}, 'fields: '],
    [{ fields: [] }, 'fields: '],
    [{ fields: [{ type: 'string' }] }, 'fields[0].name: '],
    [{ fields: [{ name: 'a', type: 'int' }] }, 'fields[0].type: '],
    [{ fields: [{ name: 'a', constraints: { minLength: -1 } }] }, 'fields[0].constraints.minLength: '],
    [{ fields: [{ name: 'a' }], primaryKey: 3 }, 'primaryKey: '],
    [{ fields: [{ name: 'a' }], foreignKeys: [{ fields: 'a', reference: { resource: 'toString', fields: 'b' } }] }, 'foreignKeys[0].reference.resource: '],
  ])('%j is refused, naming the place: %s', (schema, place) => {
    expect(() => parseTableSchema(schema)).toThrow(expect.objectContaining({ code: 'USAGE', message: expect.stringContaining(place) }));
  });
});
