import { InvalidArgumentError, Option, type Command } from 'commander';

export const LOG_LEVELS = ['silent', 'error', 'warn', 'info', 'debug'];

/** What every command that talks to an endpoint takes. */
export function addEndpointFlags(command: Command): Command {
  return command
    .option('--service <name>', 'AWS service to sign for (default: from the host: execute-api, lambda, bedrock-agentcore)')
    .option('--region <region>', 'AWS region to sign for (default: from the host, else AWS_REGION, else the profile)')
    .option('--profile <name>', 'profile in ~/.aws/config (default: AWS_PROFILE, else the standard credential chain)')
    .option('--role <arn>', 'role to assume with those credentials')
    .option('--external-id <id>', 'external id for assuming the role')
    .addOption(new Option('--header <name=value>', 'header to send with every request; repeatable').argParser(parseHeader).default({}, 'none'))
    .addOption(new Option('--timeout <seconds>', 'give up on a request when the server is silent for so long').argParser(parseSeconds).default(300))
    .addOption(new Option('--connect-timeout <seconds>', 'give up on a connection after so long').argParser(parseSeconds).default(10))
    .option('--read-only', 'offer and call only tools that say they only read (readOnlyHint)', false)
    .addOption(new Option('--log-level <level>', 'log to stderr as JSON').choices(LOG_LEVELS).default('warn'));
}

const HEADER = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)\s*[=:]\s*([\t\x20-\x7e]*)$/;
/** What the protocol and the signature set themselves. */
const RESERVED = /^(authorization|host|content-length|content-type|accept|mcp-.*|x-amz-(date|security-token|content-sha256))$/i;

function parseHeader(value: string, previous: Readonly<Record<string, string>>): Record<string, string> {
  const [, name, content] = HEADER.exec(value) ?? [];
  if (name === undefined || content === undefined) throw new InvalidArgumentError('Write name=value, e.g. x-api-key=abc.');
  if (RESERVED.test(name)) throw new InvalidArgumentError(`${name} is set by the proxy itself.`);
  return { ...previous, [name.toLowerCase()]: content.trim() };
}

function parseSeconds(value: string): number {
  const seconds = Number(value);
  if (!(seconds > 0 && seconds <= 86_400)) throw new InvalidArgumentError('Give seconds, e.g. 60.');
  return seconds;
}
