#!/usr/bin/env node
import { Command, Option } from 'commander';
import { CLIENT_NAMES } from './client-config/clients.js';
import type { ConfigFlags } from './cli/config-command.js';
import { addEndpointFlags } from './cli/flags.js';
import type { ProxyFlags } from './config.js';
import { VERSION } from './version.js';

const USAGE = 2;
const URL_HELP = 'where the MCP server is, e.g. https://abc123.execute-api.eu-central-1.amazonaws.com/prod/mcp';

// The SDK's advice about Node's version is for developers, and clients show what stderr says.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';

const program = new Command('sluice-proxy')
  .description('Lets MCP clients that start a local command (Cursor, Claude, VS Code) use an MCP server behind AWS IAM: every request signed with SigV4.')
  .version(VERSION)
  .showHelpAfterError('(sluice-proxy --help lists what there is)')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : USAGE));

// Each command loads itself when it runs: clients start the first one over and over, and wait for it.
addEndpointFlags(program.command('serve', { isDefault: true }).description(`speak MCP on stdin and stdout for the server at the URL (the default command)`).argument('<url>', URL_HELP)).action(
  async (url: string, flags: ProxyFlags) => (await import('./cli/serve-command.js')).serve(url, flags),
);
addEndpointFlags(program.command('doctor').description('check everything between here and the server, a line each').argument('<url>', URL_HELP)).action(async (url: string, flags: ProxyFlags) =>
  (await import('./cli/doctor-command.js')).doctor(url, flags),
);

addEndpointFlags(
  program
    .command('config')
    .description('print, or write, what an MCP client needs in its configuration')
    .argument('<url>', URL_HELP)
    .addOption(new Option('--client <client>', 'whose configuration').choices(CLIENT_NAMES).makeOptionMandatory())
    .option('--name <name>', "what the client calls the server (default: the first part of the URL's host)")
    .option('--write', "merge it into the client's file, keeping a backup", false),
).action(async (url: string, flags: ConfigFlags, command: Command) => (await import('./cli/config-command.js')).printClientConfig(url, flags, command));

await program.parseAsync();
