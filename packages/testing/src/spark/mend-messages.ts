import { int32Field, ThriftType, type ThriftField, type ThriftMessage, type ThriftValue } from './thrift-message.js';

/** HiveServer2's newest protocol, where the driver names one that only Databricks knows. */
const HIVE_PROTOCOL_V10 = 9;
const COLUMN_BASED_SET = 1;

const CLIENT_PROTOCOL = 1;
const RESULT_FORMAT = 1281;
const POSITION = 3;

/** What the driver asks, as Spark's own server understands it. */
export function mendRequest(message: ThriftMessage): ThriftMessage {
  if (message.name !== 'OpenSession') return message;
  return inside(message, 1, (fields) => fields.map((field) => (field.id === CLIENT_PROTOCOL ? int32Field(CLIENT_PROTOCOL, HIVE_PROTOCOL_V10) : field)));
}

/** What Spark's own server answers, as the driver expects it of Databricks: it says how rows are laid out, and counts columns from 1. */
export function mendResponse(message: ThriftMessage): ThriftMessage {
  if (message.name !== 'GetResultSetMetadata') return message;
  return inside(message, 0, (fields) => [...fields.map(renumbered), int32Field(RESULT_FORMAT, COLUMN_BASED_SET)]);
}

/** Changes the struct in which a call's argument, or its result, lies. */
function inside(message: ThriftMessage, id: number, change: (fields: readonly ThriftField[]) => ThriftField[]): ThriftMessage {
  return { ...message, fields: message.fields.map((field) => (field.id === id ? { ...field, value: change(structOf(field.value)) } : field)) };
}

const SCHEMA = 2;
const COLUMNS = 1;

function renumbered(field: ThriftField): ThriftField {
  if (field.id !== SCHEMA || field.type !== ThriftType.STRUCT) return field;
  return { ...field, value: structOf(field.value).map((part) => (part.id === COLUMNS ? { ...part, value: fromOne(part.value) } : part)) };
}

function fromOne(list: ThriftValue): ThriftValue {
  if (Buffer.isBuffer(list) || !('items' in list)) throw new Error('A schema has a list of columns');
  return { ...list, items: list.items.map((column, i) => structOf(column).map((field) => (field.id === POSITION ? int32Field(POSITION, i + 1) : field))) };
}

function structOf(value: ThriftValue): readonly ThriftField[] {
  if (Buffer.isBuffer(value) || 'items' in value) throw new Error('Thrift has something else where a struct is expected');
  return value;
}
