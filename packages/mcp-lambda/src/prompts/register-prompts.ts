import type { McpServer } from '@modelcontextprotocol/server';
import type { Services } from '../tool/tool.js';
import { compareVersions } from './compare-versions.js';
import { monthlyTrend } from './monthly-trend.js';
import { profileFile } from './profile-file.js';
import type { Prompt } from './prompt.js';
import { qualityAudit } from './quality-audit.js';

const PROMPTS = [profileFile, compareVersions, monthlyTrend, qualityAudit] as unknown as readonly Prompt[];

/** Questions that people ask of every file, for hosts that offer them in a menu. */
export function registerPrompts(server: McpServer, services: Services): void {
  for (const { name, title, description, args, text } of PROMPTS) {
    server.registerPrompt(name, { title, description, argsSchema: args(services) }, (given) => ({
      description,
      messages: [{ role: 'user', content: { type: 'text', text: text(given) } }],
    }));
  }
}
