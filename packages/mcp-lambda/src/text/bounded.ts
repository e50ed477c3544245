/** Whole lines, as many as fit; the last line says how many do not. */
export function boundedLines(text: string, maxChars: number, more: string): string {
  if (text.length <= maxChars) return text;
  const lines = text.split('\n');
  let room = maxChars - more.length - 40;
  const over = lines.findIndex((line) => (room -= line.length + 1) < 0);
  return [...lines.slice(0, over), `… ${lines.length - over} lines do not fit: ${more}`].join('\n');
}
