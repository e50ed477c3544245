/** What a cell looks like, roughly: enough to tell a sensible way of splitting lines from a senseless one. */
export type CellKind = 'empty' | 'number' | 'date' | 'time' | 'boolean' | 'link' | 'text' | 'odd';

const NUMBER = /^[-+]?(?:\(?[$€£¥]? ?(?:\d+|\d{1,3}(?:[,.']\d{3})+)(?:\.|[.,]\d+)?|[.,]\d+)(?:[eE][-+]?\d{1,3})?\)? ?[%€$£]?$/;
const DATE = /^\d{1,4}([-/.])(?:\d{1,2}|[A-Za-z]{3,9})\1\d{1,4}(?:[T ,]+\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?(?:Z|UTC|[-+]\d\d(?::?\d\d)?))?)?$/;
const NAMED_DATE = /^(?:[A-Za-z]{3,9},? )?(?:\d{1,2}[ -])?[A-Z][a-z]{2,8}\.?[ -](?:\d{1,2},? )?\d{2,4}(?: \d{1,2}:\d\d(?::\d\d)?)?$/;
const TIME = /^\d{1,3}:[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?[AaPp]\.?[Mm]\.?)?(?: ?Z|[-+]\d\d:?\d\d)?$/;
const BOOLEAN = /^(?:true|false|yes|no)$/i;
const LINK = /^(?:[a-z][a-z0-9+.-]*:\/\/\S+|[^\s@,;|]+@[^\s@,;|]+\.[A-Za-z]{2,}|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?)$/i;
/** What separates fields elsewhere, stray quotes and control characters: not what a well-cut cell holds. */
const ODD = /[;|][\w"'-]|[\t\p{Cc}]|,\S|\S[,;|]$|^[,:]|:[^\s/\d\\]|[~^]|^["']|["']$|"/u;

/** Two fields in quotes that were read as one. */
const BADLY_QUOTED = /[^\s"'`]["'`][,;:|^~\p{Cc}]{1,4}["'`][^\s"'`]/u;

/** The kind of one cell; `quoted` cells may hold anything but other fields. */
export function cellKind(cell: string, quoted: boolean): CellKind {
  const value = cell.trim();
  if (!quoted && (cell.startsWith('\t') || cell.endsWith('\t'))) return 'odd';
  if (value === '') return 'empty';
  const first = value.charCodeAt(0);
  const numeric = first < 58 || first > 127 || first === 0x24;
  if (value.length <= 40) {
    if (numeric && NUMBER.test(value)) return 'number';
    if (numeric && TIME.test(value)) return 'time';
    if ((numeric && DATE.test(value)) || NAMED_DATE.test(value)) return 'date';
    if (BOOLEAN.test(value)) return 'boolean';
  }
  if (LINK.test(value)) return 'link';
  return (quoted ? BADLY_QUOTED : ODD).test(value) ? 'odd' : 'text';
}
