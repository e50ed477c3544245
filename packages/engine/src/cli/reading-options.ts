import { InvalidArgumentError, Option, type Command } from 'commander';
import type { InspectOptions } from '../inspect/inspect-source.js';
import { collect } from './collect.js';
import { parseCount } from './parse-size.js';

/** Options that fix by hand what is otherwise detected, for every file that the command reads. */
export interface ReadingCommandOptions {
  readonly delim?: string;
  readonly quote?: string;
  readonly escape?: string;
  readonly comment?: string;
  readonly skip?: number;
  readonly header?: boolean;
  readonly encoding?: string;
  readonly null?: readonly string[];
  readonly decimal?: ',' | '.';
  readonly thousands?: string;
  readonly dateFormat?: string;
  readonly timestampFormat?: string;
  readonly allVarchar?: true;
  readonly replaceInvalid?: true;
}

export function addReadingOptions(command: Command): Command {
  return command
    .option('--delim <text>', 'field separator, \\t for a tab', parseText)
    .option('--quote <char>', 'quote character, or "" for none')
    .option('--escape <char>', 'what stands before a quote inside quotes')
    .option('--comment <text>', 'lines that begin so are no records')
    .option('--skip <n>', 'lines before the header', parseCount)
    .option('--header', 'the first record names the columns')
    .option('--no-header', 'the first record is data')
    .option('--encoding <name>', 'for example utf-8, latin1, windows-1252, shift_jis')
    .option('--null <text>', 'a text that means missing; repeatable', collect)
    .addOption(new Option('--decimal <char>', 'decimal mark').choices(['.', ',']))
    .option('--thousands <char>', 'thousands mark')
    .option('--date-format <format>', "as strptime has it, for example '%d/%m/%Y'")
    .option('--timestamp-format <format>', "as strptime has it, for example '%d.%m.%Y %H:%M'")
    .option('--all-varchar', 'read every column as text')
    .option('--replace-invalid', 'put U+FFFD where bytes cannot be decoded, instead of failing');
}

export function readingOptions(options: ReadingCommandOptions): InspectOptions {
  const { delim, null: nullStrings, decimal, quote, escape, comment, skip, header, encoding, thousands } = options;
  const { dateFormat, timestampFormat, allVarchar, replaceInvalid } = options;
  const given = {
    delimiter: delim,
    nullStrings,
    decimalSeparator: decimal,
    quote,
    escape,
    comment,
    skip,
    header,
    encoding,
    thousands,
    dateFormat,
    timestampFormat,
    allVarchar,
    replaceInvalid,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function parseText(text: string): string {
  if (text === '') throw new InvalidArgumentError('Write at least one character.');
  return text.replaceAll('\\t', '\t');
}
