/** As many items as fit into so many characters, and how many do not. */
export function listSome(items: readonly string[], { maxChars, separator = ', ' }: { readonly maxChars: number; readonly separator?: string }): string {
  let room = maxChars;
  const over = items.findIndex((item) => (room -= item.length + separator.length) < 0);
  if (over < 0) return items.join(separator);
  const shown = items.slice(0, over);
  return [...shown, `and ${(items.length - over).toLocaleString('en-US')} more`].join(separator);
}
