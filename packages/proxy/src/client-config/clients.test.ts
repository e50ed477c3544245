import { describe, expect, it } from '@jest/globals';
import { CLIENTS } from './clients.js';
import { cursorInstallLink } from './server-entry.js';

const linux = { platform: 'linux', home: '/home/me', cwd: '/projects/one' } as const;
const mac = { platform: 'darwin', home: '/Users/me', cwd: '/projects/one' } as const;

describe('the file of each client', () => {
  it.each([
    ['cursor', linux, '/home/me/.cursor/mcp.json'],
    ['claude-desktop', mac, '/Users/me/Library/Application Support/Claude/claude_desktop_config.json'],
    ['claude-desktop', linux, '/home/me/.config/Claude/claude_desktop_config.json'],
    ['claude-code', mac, '/projects/one/.mcp.json'],
    ['vscode', mac, '/Users/me/Library/Application Support/Code/User/mcp.json'],
    ['vscode', { ...linux, configHome: '/cfg' }, '/cfg/Code/User/mcp.json'],
    ['vscode', { platform: 'win32', home: '/u', cwd: '/w', appData: '/u/Roaming' } as const, '/u/Roaming/Code/User/mcp.json'],
  ])('%s', (client, places, path) => {
    expect(CLIENTS[client]?.path(places)).toBe(path);
  });
});

it('the install link of Cursor carries name and command', () => {
  const entry = { type: 'stdio', command: 'node', args: ['ä.js', 'https://x/mcp?a=1'] } as const;
  const link = new URL(cursorInstallLink('my server', entry));
  expect(`${link.protocol}//${link.host}${link.pathname}`).toBe('cursor://anysphere.cursor-deeplink/mcp/install');
  expect(link.searchParams.get('name')).toBe('my server');
  expect(JSON.parse(Buffer.from(link.searchParams.get('config') ?? '', 'base64').toString())).toEqual({ command: 'node', args: ['ä.js', 'https://x/mcp?a=1'] });
});
