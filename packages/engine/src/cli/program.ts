import { Command } from 'commander';
import { addCompareCommand } from './compare-command.js';
import { addInspectCommand } from './inspect-command.js';
import { addLsCommand } from './ls-command.js';
import { addProfileCommand } from './profile-command.js';
import { addQueryCommand } from './query-command.js';
import { addValidateCommand } from './validate-command.js';
import { VERSION } from '../version.js';

const USAGE_EXIT_CODE = 2;

// stderr is part of the contract with scripts; the SDK's advice about Node's version is for developers.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const program = new Command('sluice')
  .description('SQL over CSV files where they lie: on disk or in S3, streamed once, never imported.')
  .version(VERSION)
  .showHelpAfterError(wantsJson() ? false : '(sluice --help lists what there is)')
  .addHelpText(
    'after',
    `
Exit codes:
    0  answered
    1  a fault in sluice
    2  usage, or SQL that is wrong
    3  refused
    4  source not found or denied
    5  a limit or the deadline
    6  the data could not be read
    7  a check failed or tables differ, where that was asked for
  130  interrupted`,
  )
  .configureOutput({ outputError: (text, write) => write(wantsJson() ? usageJson(text) : text) })
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE_EXIT_CODE));

addQueryCommand(program);
addInspectCommand(program);
addLsCommand(program);
addProfileCommand(program);
addCompareCommand(program);
addValidateCommand(program);

await program.parseAsync();

/** Options could not be parsed, so what was asked for is looked up by hand. */
function wantsJson(): boolean {
  return /--format[= ]jsonl?\b/.test(process.argv.join(' '));
}

function usageJson(text: string): string {
  const [message = '', ...rest] = text.trim().replace(/^error: /, '').split('\n');
  return `${JSON.stringify({ error: { code: 'USAGE', message, hint: rest.join(' ').trim() || 'See sluice --help.' } })}\n`;
}
