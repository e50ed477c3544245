import { z } from 'zod';
import { uriArgument } from './arguments.js';
import { definePrompt } from './prompt.js';

export const qualityAudit = definePrompt({
  name: 'quality_audit',
  title: 'Audit the quality of a file',
  description: 'Which rows and columns of a CSV file cannot be trusted, and why',
  args: (services) => z.object({ file: uriArgument(services, 'Path, glob or s3:// URI of the data') }),
  text: ({ file }) =>
    `Audit the quality of ${file}. Call inspect with verify true, then profile. From what they show, choose checks that ought to hold (not_null, unique, range, in_set, regex, type) and call validate once with all of them. Report first whether the data can be trusted, then each problem with the number of rows, an example with its row number, its likely cause, and how to correct it or leave it out in a query.`,
});
