import { completable } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { completeColumn, completeUri } from '../completion/complete-uri.js';
import type { Services } from '../tool/tool.js';

/** A file's name, completed from what is there. */
export const uriArgument = (services: Services, description: string) => completable(z.string().min(1).describe(description), (typed) => completeUri(typed, services));

/** A column's name, completed from the file that another argument names. */
export const columnArgument = (services: Services, description: string, fileArgument = 'file') =>
  completable(z.string().describe(description), (typed, context) => completeColumn(typed, context?.arguments?.[fileArgument], services));
