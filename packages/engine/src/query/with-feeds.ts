import type { BoundPart } from './bind-tables.js';

/** Runs something that reads feeds, and believes it only when every feed was whole. */
export async function withFeeds<T>(parts: readonly BoundPart[], run: () => Promise<T>): Promise<T> {
  const fed = parts.flatMap(({ feed, pruned }) => (feed === undefined ? [] : [{ feed, pruned }]));
  let outcome: { readonly value: T } | { readonly error: unknown };
  try {
    for (const { feed, pruned } of fed) await feed.start(pruned);
    outcome = { value: await run() };
  } catch (error) {
    outcome = { error };
  }
  await Promise.all(fed.map(({ feed }) => feed.stop()));
  // What broke a feed explains what DuckDB then made of it, never the other way round.
  for (const { feed } of fed) if (feed.failure !== undefined) throw feed.failure;
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
