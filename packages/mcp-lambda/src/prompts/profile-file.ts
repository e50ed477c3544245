import { z } from 'zod';
import { uriArgument } from './arguments.js';
import { definePrompt } from './prompt.js';

export const profileFile = definePrompt({
  name: 'profile_file',
  title: 'Profile a file',
  description: 'What is in a CSV file: columns, ranges, missing values, and what stands out',
  args: (services) => z.object({ file: uriArgument(services, 'Path or s3:// URI of the file') }),
  text: ({ file }) =>
    `Profile the file ${file}. Call inspect to learn its columns and warnings, then profile over the whole file. Tell me in a few sentences what a row stands for, how many there are and over which time, then list for each column that matters its type, missing share, range and most frequent values. End with what looks odd: outliers, texts that mean missing, duplicates, warnings.`,
});
