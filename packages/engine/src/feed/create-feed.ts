import { createFileFeed } from './file-feed.js';
import type { Feed, FeedInput, FeedOptions } from './feed.js';
import { createPipeFeed } from './pipe-feed.js';

/** Named pipes where the system has them, temporary files elsewhere. */
export async function createFeed(inputs: readonly FeedInput[], options: FeedOptions): Promise<Feed> {
  return options.kind === 'files' ? createFileFeed(inputs, options) : await createPipeFeed(inputs, options);
}
