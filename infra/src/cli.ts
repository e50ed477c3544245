#!/usr/bin/env node
import { Command } from 'commander';
import { makeBundle } from './commands/bundle.js';
import { cleanUp, type CleanupOptions } from './commands/cleanup.js';
import { deploy } from './commands/deploy.js';
import { diff } from './commands/diff.js';
import { prepareAccount } from './commands/prepare-account.js';
import { rollBack, type RollbackOptions } from './commands/rollback.js';
import { smokeTest, type SmokeOptions } from './commands/smoke.js';
import { synthesize, type StageOptions } from './commands/synth.js';
import { InfraError } from './errors.js';

// The SDK's advice about Node's version is for developers.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const program = new Command('sluice-infra').description('The MCP server on AWS: credentials and region come from the environment, as for any AWS tool.');
const command = (name: string, description: string): Command => program.command(name).description(description);
const stageCommand = (name: string, description: string): Command => command(name, description).requiredOption('--stage <stage>', 'which one, e.g. prod');
const appCommand = (name: string, description: string): Command =>
  stageCommand(name, description)
    .option('--parameters <file>', 'JSON file (default: SLUICE_PARAMETERS, which holds JSON itself, else infra/stages/STAGE.json)')
    .option('--bundle <folder>', 'what becomes the function (default: what npm run bundle:lambda writes)')
    .option('--out <folder>', 'where the template goes (default: infra/cdk.out)');

appCommand('bundle', 'make what becomes the function, for its processor').action((options: StageOptions) => makeBundle(options));
appCommand('synth', 'write the template; needs no credentials').action((options: StageOptions) => void synthesize(options));
appCommand('diff', 'show what deploy would change').action((options: StageOptions) => diff(options));
appCommand('deploy', 'create or update the stage').action((options: StageOptions) => deploy(options));
stageCommand('smoke', 'ask the stage through the signing proxy')
  .option('--url <url>', "another address than the stack's own")
  .option('--sql <sql>', 'a question to ask as well')
  .action((options: SmokeOptions) => smokeTest(options));
stageCommand('rollback', 'let callers reach an earlier version')
  .option('--to <version>', 'which one (default: the one before the live one)')
  .action((options: RollbackOptions) => rollBack(options));
stageCommand('cleanup', 'delete the stage, and check that nothing is left')
  .option('--confirm <stage>', "the stage's name once more")
  .option('--dry-run', 'only list what would go', false)
  .action((options: CleanupOptions) => cleanUp(options));
command('prepare-account', 'once for each account and region: give API Gateway a role to write access logs with').action(() => prepareAccount());

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof InfraError)) throw error;
  process.stderr.write(`${error.message}\n→ ${error.hint}\n`);
  process.exitCode = 1;
}
