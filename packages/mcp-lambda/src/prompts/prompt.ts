import type { z } from 'zod';
import type { Services } from '../tool/tool.js';

export interface Prompt<Args extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** With what completes each argument. */
  readonly args: (services: Services) => Args;
  readonly text: (args: z.output<Args>) => string;
}

/** Gives a prompt's `text` the types of its arguments. */
export const definePrompt = <Args extends z.ZodObject>(prompt: Prompt<Args>): Prompt<Args> => prompt;
