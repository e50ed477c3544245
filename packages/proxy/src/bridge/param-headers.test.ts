import { describe, expect, it } from '@jest/globals';
import { declaredHeaders, paramHeaders } from './param-headers.js';

const SCHEMA = {
  type: 'object',
  properties: {
    region: { type: 'string', 'x-mcp-header': 'Region' },
    where: { type: 'object', properties: { limit: { type: 'integer', 'x-mcp-header': 'Limit' } } },
    list: { type: 'array', items: { type: 'string', 'x-mcp-header': 'Never' } },
    plain: { type: 'string' },
  },
};

const headersOf = (args: unknown): Record<string, string> => paramHeaders(declaredHeaders(SCHEMA), args);

describe('paramHeaders', () => {
  it('repeats declared arguments, nested ones too, and no others', () => {
    expect(headersOf({ region: 'eu', where: { limit: 5 }, list: ['x'], plain: 'y' })).toEqual({ 'Mcp-Param-Region': 'eu', 'Mcp-Param-Limit': '5' });
  });

  it.each([[undefined], [{}], [{ region: null, where: 7 }], [{ region: { a: 1 } }]])('leaves out what is missing or no plain value: %j', (args) => {
    expect(headersOf(args)).toEqual({});
  });

  it.each([
    ['Zürich', '=?base64?WsO8cmljaA==?='],
    [' padded ', '=?base64?IHBhZGRlZCA=?='],
    ['two\nlines', '=?base64?dHdvCmxpbmVz?='],
    ['', '=?base64??='],
    ['=?base64?eA==?=', '=?base64?PT9iYXNlNjQ/ZUE9PT89?='],
  ])('encodes %j, which no header can carry as it is', (region, header) => {
    expect(headersOf({ region })).toEqual({ 'Mcp-Param-Region': header });
  });
});
