import { EngineError } from '../errors.js';

interface Signature {
  readonly kind: string;
  readonly bytes: readonly number[];
  readonly offset?: number;
  readonly hint: string;
}

const ascii = (text: string) => [...new TextEncoder().encode(text)];
/** White space, and the control characters that separate fields and records in some exports. */
const SEPARATORS = new RegExp(`[\\s${String.fromCharCode(1, 0x1c, 0x1d, 0x1e, 0x1f)}]`, 'g');
const MIN_STRANGE = 8;
const MAX_STRANGE_SHARE = 0.02;
const EXPORT = 'Export the table as CSV and read that file.';

const SIGNATURES: readonly Signature[] = [
  { kind: 'a Parquet file', bytes: ascii('PAR1'), hint: "Give its name .parquet at the end, or ask FROM read_parquet('…')." },
  { kind: 'an encrypted Parquet file', bytes: ascii('PARE'), hint: 'Decrypt it and convert it to CSV.' },
  { kind: 'a ZIP archive or an Excel workbook', bytes: [0x50, 0x4b, 0x03, 0x04], hint: 'Unpack the archive, or save the sheet as CSV.' },
  { kind: 'an empty ZIP archive', bytes: [0x50, 0x4b, 0x05, 0x06], hint: 'Check where the file comes from.' },
  { kind: 'an old Excel workbook', bytes: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1], hint: 'Save the sheet as CSV.' },
  { kind: 'an SQLite database', bytes: ascii('SQLite format 3\0'), hint: EXPORT },
  { kind: 'a DuckDB database', bytes: ascii('DUCK'), offset: 8, hint: EXPORT },
  { kind: 'an ORC file', bytes: ascii('ORC'), hint: 'Convert it to CSV.' },
  { kind: 'an Avro file', bytes: [0x4f, 0x62, 0x6a, 0x01], hint: 'Convert it to CSV.' },
  { kind: 'an Arrow or Feather file', bytes: ascii('ARROW1'), hint: 'Convert it to CSV.' },
  { kind: 'a PDF document', bytes: ascii('%PDF-'), hint: 'Extract its tables to CSV first.' },
  { kind: 'an RTF document', bytes: ascii('{\\rtf'), hint: 'Extract its tables to CSV first.' },
  { kind: 'a key or certificate', bytes: ascii('-----BEGIN '), hint: 'Check the path.' },
  { kind: 'an HDF5 file', bytes: [0x89, 0x48, 0x44, 0x46], hint: EXPORT },
  { kind: 'a PNG image', bytes: [0x89, 0x50, 0x4e, 0x47], hint: 'Check the path.' },
  { kind: 'a JPEG image', bytes: [0xff, 0xd8, 0xff], hint: 'Check the path.' },
  { kind: 'a GIF image', bytes: ascii('GIF8'), hint: 'Check the path.' },
  { kind: 'a bzip2 file', bytes: ascii('BZh'), hint: 'Decompress it, or compress it with gzip or zstd.' },
  { kind: 'an xz file', bytes: [0xfd, 0x37, 0x7a, 0x58, 0x5a], hint: 'Decompress it, or compress it with gzip or zstd.' },
  { kind: 'a 7z archive', bytes: [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c], hint: 'Unpack the archive.' },
  { kind: 'a tar archive', bytes: ascii('ustar'), offset: 257, hint: 'Unpack the archive.' },
  { kind: 'an executable', bytes: [0x7f, 0x45, 0x4c, 0x46], hint: 'Check the path.' },
];

/** Throws `DATA_NOT_CSV`, naming what the content is, when it is plainly something else than delimited text. */
export function assertCsv(firstBytes: Uint8Array, headText?: string): void {
  const signature = SIGNATURES.find(({ bytes, offset = 0 }) => bytes.every((byte, index) => firstBytes[offset + index] === byte));
  if (signature !== undefined && !isTextLike(signature, headText)) throw notCsv(signature.kind, signature.hint);
  const text = headText ?? new TextDecoder().decode(firstBytes.subarray(0, 64 * 1024));
  refuseMarkup(text.trimStart());
  refuseJson(text.trimStart());
  if (text.startsWith('version https://git-lfs.github.com/spec/')) {
    throw notCsv('a Git LFS pointer, not the file it stands for', 'Run "git lfs pull", or read the object itself.');
  }
  if (looksBinary(text)) throw notCsv('binary data', 'Check the path and, if it is text, name its encoding.');
}

/** Short signatures of letters may begin a header too: then the whole first line is text and has a delimiter. */
function isTextLike({ bytes }: Signature, headText: string | undefined): boolean {
  if (bytes.some((byte) => byte < 0x20 || byte > 0x7e) || bytes.length > 4) return false;
  const line = /^[^\r\n]*/.exec(headText ?? '')?.[0] ?? '';
  return headText !== undefined && /[,;\t|\r\n]/.test(headText.slice(0, 4096)) && !looksBinary(headText) && line.length > 0;
}

/** A page, with or without comments before it, or a part of one. */
const HTML = /^(?:<!--[^]*?-->\s*)*<(?:!doctype html|html|head|body|title|meta|script|style|table|div|p|pre|h[1-6]|ul|center)\b[^<>]*>/i;

function refuseMarkup(text: string): void {
  if (HTML.test(text)) {
    throw notCsv('an HTML page', 'It may be a login or error page: check the URL and the permissions.');
  }
  const error = /^(?:<\?xml[^>]*>\s*)?<Error>\s*<Code>([A-Za-z]+)<\/Code>/.exec(text)?.[1];
  if (error !== undefined) throw notCsv(`an S3 error message (${error})`, 'Download the object again with working credentials.');
  if (/^<\?xml\b/i.test(text)) throw notCsv('an XML document', 'Convert it to CSV.');
  const root = /^<([A-Za-z][\w:.-]*)(?:\s[^<>]*)?>/.exec(text)?.[1];
  if (root !== undefined && text.trimEnd().endsWith(`</${root}>`)) throw notCsv('an XML or HTML document', 'Convert it to CSV.');
}

function refuseJson(text: string): void {
  const [first = ''] = text.split(/\r?\n/, 1);
  const isObjectLine = /^\{\s*"[^"]*"\s*:/.test(text);
  const isWhole = /^[{[]/.test(text) && parsesAsJson(text);
  const isArray = /^\[\s*(?:\{\s*["}]|\[|"|$)/.test(text);
  if (!isObjectLine && !isArray && !isWhole && !(first.trim() === '{' || first.trim() === '[')) return;
  const isLines = isObjectLine && first.trimEnd().endsWith('}') && text.length > first.length + 2;
  throw notCsv(isLines ? 'newline-delimited JSON' : 'JSON', 'Convert it to CSV.');
}

function parsesAsJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Control characters that delimited text does not hold; a stray NUL is no proof. */
function looksBinary(text: string): boolean {
  const part = text.slice(0, 64 * 1024).replaceAll(SEPARATORS, '');
  const strange = part.match(/[\p{Cc}\ufffd]/gu)?.length ?? 0;
  return strange > Math.max(MIN_STRANGE, part.length * MAX_STRANGE_SHARE);
}

function notCsv(kind: string, hint: string): EngineError {
  return new EngineError('DATA_NOT_CSV', `The content is ${kind}, not CSV`, { hint });
}
