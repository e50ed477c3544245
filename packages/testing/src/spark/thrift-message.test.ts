import { expect, it } from '@jest/globals';
import { mendRequest, mendResponse } from './mend-messages.js';
import { int32Field, readMessage, ThriftType, writeMessage, type ThriftField, type ThriftMessage, type ThriftValue } from './thrift-message.js';

function message(name: string, fields: readonly ThriftField[]): ThriftMessage {
  const head = Buffer.alloc(12 + name.length);
  head.writeUInt32BE(0x80010002);
  head.writeInt32BE(name.length, 4);
  head.write(name, 8);
  return { name, head, fields };
}

const struct = (id: number, value: readonly ThriftField[]): ThriftField => ({ id, type: ThriftType.STRUCT, value });
const text = (id: number, written: string): ThriftField => ({ id, type: ThriftType.STRING, value: Buffer.concat([Buffer.of(0, 0, 0, written.length), Buffer.from(written)]) });
const list = (id: number, items: readonly ThriftValue[]): ThriftField => ({ id, type: ThriftType.LIST, value: { elementType: ThriftType.STRUCT, items } });
const map: ThriftField = { id: 9, type: ThriftType.MAP, value: Buffer.concat([Buffer.of(ThriftType.STRING, ThriftType.BOOL, 0, 0, 0, 1), Buffer.of(0, 0, 0, 1, 120), Buffer.of(1)]) };
const again = (sent: ThriftMessage): ThriftMessage => readMessage(writeMessage(sent));

it('a message is written as it was read, whatever is in it', () => {
  const sent = message('Anything', [struct(1, [int32Field(1, -7), text(2, 'abc'), map, list(4, [[int32Field(1, 5)], []])])]);
  expect(again(sent)).toEqual(sent);
});

it("a session is opened by HiveServer2's newest protocol", () => {
  const sent = message('OpenSession', [struct(1, [int32Field(1, -7), text(2, 'me')])]);
  expect(again(mendRequest(sent))).toEqual(message('OpenSession', [struct(1, [int32Field(1, 9), text(2, 'me')])]));
});

it('columns are counted from 1, and said to come as columns', () => {
  const schema = (from: number): ThriftField => struct(2, [list(1, [0, 1].map((i) => [text(1, `c${i}`), int32Field(3, from + i)]))]);
  const sent = message('GetResultSetMetadata', [struct(0, [schema(0)])]);
  expect(again(mendResponse(sent))).toEqual(message('GetResultSetMetadata', [struct(0, [schema(1), int32Field(1281, 1)])]));
});

it('other calls are left alone', () => {
  const sent = message('FetchResults', [struct(1, [int32Field(1, -7)])]);
  expect(mendRequest(sent)).toBe(sent);
  expect(mendResponse(sent)).toBe(sent);
});
