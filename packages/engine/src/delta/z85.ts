const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';
const VALUES = new Map(Array.from(DIGITS, (digit, value) => [digit, value]));

/** Z85 as ZeroMQ's RFC 32 has it: five digits for four bytes. */
export function decodeZ85(text: string): Buffer {
  if (text.length % 5 !== 0) throw new RangeError('Z85 has five digits for four bytes');
  const bytes = Buffer.alloc((text.length / 5) * 4);
  for (let i = 0; i < text.length; i += 5) {
    const word = Array.from(text.slice(i, i + 5)).reduce((sum, digit) => sum * 85 + (VALUES.get(digit) ?? NaN), 0);
    if (!(word < 2 ** 32)) throw new RangeError('not Z85');
    bytes.writeUInt32BE(word, (i / 5) * 4);
  }
  return bytes;
}
