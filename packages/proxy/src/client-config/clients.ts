import { join } from 'node:path';

/** Where and how an MCP client keeps the servers that it starts. */
export interface ClientKind {
  readonly title: string;
  /** The property that holds the servers by name. */
  readonly property: 'mcpServers' | 'servers';
  /** Clients that also know remote servers want to be told that this one is a command. */
  readonly namesType: boolean;
  readonly path: (places: Places) => string;
  /** What it takes for a change to be seen. */
  readonly reload: string;
}

/** The folders that the clients' files are in; given, so that tests have their own. */
export interface Places {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly cwd: string;
  /** `%APPDATA%`, on Windows. */
  readonly appData?: string;
  /** `XDG_CONFIG_HOME`, on Linux. */
  readonly configHome?: string;
}

export const CLIENTS: Readonly<Record<string, ClientKind>> = {
  cursor: {
    title: 'Cursor',
    property: 'mcpServers',
    namesType: true,
    path: ({ home }) => join(home, '.cursor', 'mcp.json'),
    reload: 'Cursor sees it at once: Settings → MCP.',
  },
  'claude-desktop': {
    title: 'Claude Desktop',
    property: 'mcpServers',
    namesType: false,
    path: (places) => join(applicationFolder(places), 'Claude', 'claude_desktop_config.json'),
    reload: 'Quit Claude Desktop and start it again.',
  },
  'claude-code': {
    title: 'Claude Code',
    property: 'mcpServers',
    namesType: true,
    path: ({ cwd }) => join(cwd, '.mcp.json'),
    reload: 'Start `claude` in this folder and approve the server.',
  },
  vscode: {
    title: 'VS Code',
    property: 'servers',
    namesType: true,
    path: (places) => join(applicationFolder(places), 'Code', 'User', 'mcp.json'),
    reload: 'Run "MCP: List Servers" in VS Code and start it.',
  },
};

export const CLIENT_NAMES = Object.keys(CLIENTS);

function applicationFolder({ platform, home, appData, configHome }: Places): string {
  if (platform === 'darwin') return join(home, 'Library', 'Application Support');
  if (platform === 'win32') return appData ?? join(home, 'AppData', 'Roaming');
  return configHome ?? join(home, '.config');
}
