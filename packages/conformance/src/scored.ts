export interface Scored {
  readonly name: string;
  readonly passed: boolean;
}

/** The scenarios that count for a revision, from what the suite prints: a summary of all, then which of them do not count. */
export function scored(text: string): Scored[] {
  const [, summary = '', notScored = ''] = /=== SUMMARY ===\n([\s\S]*?)\nTotal:[^\n]*\n(?:[\s\S]*?\nNot scored for([\s\S]*))?/.exec(text) ?? [];
  const left = new Set(Array.from(notScored.matchAll(/^\s+[✓✗] (\S+) \(/gm), ([, name]) => name));
  return Array.from(summary.matchAll(/^([✓✗]) ([\w-]+): /gm), ([, mark, name = '']) => ({ name, passed: mark === '✓' })).filter(({ name }) => !left.has(name));
}
