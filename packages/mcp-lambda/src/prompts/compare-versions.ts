import { z } from 'zod';
import { columnArgument, uriArgument } from './arguments.js';
import { definePrompt } from './prompt.js';

export const compareVersions = definePrompt({
  name: 'compare_versions',
  title: 'Compare two versions of a file',
  description: 'Which columns and rows differ between an old and a new CSV file',
  args: (services) =>
    z.object({
      old: uriArgument(services, 'Path or s3:// URI of the old version'),
      new: uriArgument(services, 'Path or s3:// URI of the new version'),
      key: columnArgument(services, 'Column that tells a row, if known', 'old').optional(),
    }),
  text: ({ old, new: fresh, key }) =>
    `Compare ${old} with ${fresh}. ${key === undefined || key === '' ? 'Find a column, or several, that tell a row (inspect and profile name candidates), and call' : `Call`} compare with left ${old}, right ${fresh}${key === undefined || key === '' ? '' : ` and key ["${key}"]`}. Tell me what changed: columns, rows added, removed and changed, which columns changed most, with a few examples. Say plainly which rows could not be compared, and whether the differences look intended.`,
});
