const START = '<!-- benchmark:start -->';
const END = '<!-- benchmark:end -->';

/** The text with what lies between the two markers replaced. */
export function replaceBetweenMarkers(text: string, content: string): string {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start === -1 || end < start) throw new Error(`README.md needs ${START} and, after it, ${END}`);
  return `${text.slice(0, start)}${START}\n\n${content.trim()}\n\n${text.slice(end)}`;
}
