import type { Engine, Progress } from '@sluice/engine';
import type { CallToolResult, ToolAnnotations } from '@modelcontextprotocol/server';
import type { z } from 'zod';
import type { AnswerLimits } from '../limits.js';
import type { ExportTarget } from '../export/export-target.js';
import type { ResultStore } from '../result/result-store.js';

/** What a server lends to the calls of its tools. Nothing in it belongs to one connection, so that every request may be the first. */
export interface Services {
  readonly engine: Engine;
  readonly store: ResultStore;
  readonly limits: AnswerLimits;
  readonly places: Places;
  readonly log: Log;
  /** Of the request that is being answered, where the platform gives it one: errors name it, and the log does. */
  readonly requestId?: () => string | undefined;
  /** Absent where nothing may be written. */
  readonly exportTo?: ExportTarget | undefined;
}

/** What may be read, to say so. */
export interface Places {
  readonly roots: readonly string[];
  /** Empty: whatever the credentials can read. */
  readonly allow: readonly string[];
}

/** The part of a pino logger that the server uses. */
export interface Log {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What one call brings. */
export interface ToolCall extends Services {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
}

export interface Tool<Input extends z.ZodObject = z.ZodObject> {
  readonly name: string;
  readonly title: string;
  /** For a model: when to use it, what it gives, what to do next. */
  readonly description: string;
  readonly input: Input;
  readonly annotations: Required<Pick<ToolAnnotations, 'readOnlyHint' | 'destructiveHint' | 'idempotentHint' | 'openWorldHint'>>;
  /** A page that hosts can show a result in. */
  readonly app?: string;
  /** Whether this server has it at all. @default true */
  readonly isOffered?: (services: Services) => boolean;
  run(args: z.output<Input>, call: ToolCall): Promise<ToolContent>;
}

/** Text alone; blocks with text first; or either with what only programs read. */
export type ToolContent = string | CallToolResult['content'] | ToolOutput;

export interface ToolOutput {
  readonly text: string;
  readonly meta: Readonly<Record<string, unknown>>;
}

/** Gives a tool's `run` the types of its input. */
export const defineTool = <Input extends z.ZodObject>(tool: Tool<Input>): Tool<Input> => tool;

/** It looks at files and changes nothing. */
export const READ_ONLY = { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false } as const;
