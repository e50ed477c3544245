#!/usr/bin/env node
import { Command } from 'commander';
import { addServeCommand } from './cli/serve-command.js';
import { VERSION } from './version.js';

const USAGE = 2;

// The SDK's advice about Node's version is for developers, and clients show what stderr says.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const program = new Command('sluice-proxy')
  .description('Lets MCP clients that start a local command (Cursor, Claude, VS Code) use an MCP server behind AWS IAM: every request signed with SigV4.')
  .version(VERSION)
  .showHelpAfterError('(sluice-proxy --help lists what there is)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE));

addServeCommand(program);

await program.parseAsync();
