/** Types of Thrift's binary protocol that HiveServer2 uses. */
export const ThriftType = { STOP: 0, BOOL: 2, BYTE: 3, DOUBLE: 4, I16: 6, I32: 8, I64: 10, STRING: 11, STRUCT: 12, MAP: 13, SET: 14, LIST: 15 } as const;

export interface ThriftField {
  readonly id: number;
  readonly type: number;
  readonly value: ThriftValue;
}

/** A struct is its fields; what need not be understood stays bytes. */
export type ThriftValue = readonly ThriftField[] | ThriftList | Buffer;

export interface ThriftList {
  readonly elementType: number;
  readonly items: readonly ThriftValue[];
}

export interface ThriftMessage {
  readonly name: string;
  /** Version, kind, name and number, as they came. */
  readonly head: Buffer;
  readonly fields: readonly ThriftField[];
}

const FIXED_BYTES: Readonly<Record<number, number>> = { [ThriftType.BOOL]: 1, [ThriftType.BYTE]: 1, [ThriftType.DOUBLE]: 8, [ThriftType.I16]: 2, [ThriftType.I32]: 4, [ThriftType.I64]: 8 };

export function readMessage(bytes: Buffer): ThriftMessage {
  const nameBytes = bytes.readInt32BE(4);
  const headBytes = 8 + nameBytes + 4;
  return { name: bytes.toString('utf8', 8, 8 + nameBytes), head: bytes.subarray(0, headBytes), fields: new Reader(bytes, headBytes).struct() };
}

export const writeMessage = ({ head, fields }: ThriftMessage): Buffer => Buffer.concat([head, ...structBytes(fields)]);

class Reader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  struct(): ThriftField[] {
    const fields: ThriftField[] = [];
    for (let type = this.#take(1).readInt8(); type !== ThriftType.STOP; type = this.#take(1).readInt8()) {
      const id = this.#take(2).readInt16BE();
      fields.push({ id, type, value: this.#value(type) });
    }
    return fields;
  }

  #value(type: number): ThriftValue {
    if (type === ThriftType.STRUCT) return this.struct();
    if (type === ThriftType.LIST || type === ThriftType.SET) return this.#list();
    const start = this.#at;
    this.#pass(type);
    return this.#bytes.subarray(start, this.#at);
  }

  #list(): ThriftList {
    const elementType = this.#take(1).readInt8();
    const count = this.#take(4).readInt32BE();
    return { elementType, items: Array.from({ length: count }, () => this.#value(elementType)) };
  }

  #pass(type: number): void {
    const fixed = FIXED_BYTES[type];
    if (fixed !== undefined) this.#take(fixed);
    else if (type === ThriftType.STRING) this.#take(this.#take(4).readInt32BE());
    else if (type === ThriftType.MAP) this.#passMap();
    else throw new Error(`Thrift has no type ${type}`);
  }

  #passMap(): void {
    const [keyType, valueType] = [this.#take(1).readInt8(), this.#take(1).readInt8()];
    for (let left = this.#take(4).readInt32BE(); left > 0; left -= 1) {
      this.#value(keyType);
      this.#value(valueType);
    }
  }

  #take(count: number): Buffer {
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

function structBytes(fields: readonly ThriftField[]): Buffer[] {
  const heads = fields.map(({ id, type }) => {
    const head = Buffer.alloc(3);
    head.writeInt8(type);
    head.writeInt16BE(id, 1);
    return head;
  });
  return [...fields.flatMap(({ value }, i) => [heads[i] ?? Buffer.alloc(0), ...valueBytes(value)]), Buffer.of(ThriftType.STOP)];
}

function valueBytes(value: ThriftValue): Buffer[] {
  if (Buffer.isBuffer(value)) return [value];
  if (!('items' in value)) return structBytes(value);
  const head = Buffer.alloc(5);
  head.writeInt8(value.elementType);
  head.writeInt32BE(value.items.length, 1);
  return [head, ...value.items.flatMap(valueBytes)];
}

/** An integer of 32 bits as a field. */
export function int32Field(id: number, number: number): ThriftField {
  const value = Buffer.alloc(4);
  value.writeInt32BE(number);
  return { id, type: ThriftType.I32, value };
}
