/** The app's side of the MCP Apps protocol, version 2026-01-26: JSON-RPC with the host in messages between windows. */

const VERSION = '2026-01-26';

interface Message {
  readonly jsonrpc: '2.0';
  readonly id?: number | string;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message?: string };
}

export interface ToolResult {
  readonly content: readonly { readonly type: string; readonly text?: string }[];
  readonly isError?: boolean;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

export interface HostContext {
  readonly theme?: 'light' | 'dark';
}

export interface Listeners {
  readonly onResult: (result: ToolResult) => void;
  readonly onCancelled: () => void;
  readonly onContext: (context: HostContext) => void;
}

export interface Bridge {
  callTool(name: string, args: Readonly<Record<string, unknown>>): Promise<ToolResult>;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** Says hello to the host and listens to it from then on. */
export async function connectToHost({ onResult, onCancelled, onContext }: Listeners): Promise<Bridge> {
  const waiting = new Map<number | string, Waiting>();
  let requests = 0;
  // The host's origin is not known beforehand; nothing secret is ever sent.
  const send = (message: Omit<Message, 'jsonrpc'>): void => window.parent.postMessage({ jsonrpc: '2.0', ...message }, '*');
  const request = (method: string, params: unknown): Promise<unknown> =>
    new Promise((resolve, reject) => {
      requests += 1;
      waiting.set(requests, { resolve, reject });
      send({ id: requests, method, params });
    });
  const heard: Readonly<Record<string, (params: never) => void>> = {
    'ui/notifications/tool-result': onResult,
    'ui/notifications/tool-cancelled': onCancelled,
    'ui/notifications/host-context-changed': onContext,
  };

  window.addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
    if (source !== window.parent || !isMessage(data)) return;
    const { id, method } = data;
    if (method === undefined) settle(waiting, data);
    else if (id === undefined) heard[method]?.(data.params as never);
    // The host asks before it takes the app away: there is nothing to save. Whatever else it asks is not known here.
    else if (method === 'ui/resource-teardown' || method === 'ping') send({ id, result: {} });
    else send({ id, error: { message: `there is no ${method}` } });
  });

  const hello = { protocolVersion: VERSION, appInfo: { name: 'sluice-result', version: '1' }, appCapabilities: {} };
  const { hostContext } = (await request('ui/initialize', hello)) as { readonly hostContext?: HostContext };
  onContext(hostContext ?? {});
  send({ method: 'ui/notifications/initialized' });
  tellSize((params) => send({ method: 'ui/notifications/size-changed', params }));
  return { callTool: async (name, args) => (await request('tools/call', { name, arguments: args })) as ToolResult };
}

const isMessage = (data: unknown): data is Message => (data as Message | null)?.jsonrpc === '2.0';

function settle(waiting: Map<number | string, Waiting>, { id, result, error }: Message): void {
  const found = waiting.get(id ?? '');
  waiting.delete(id ?? '');
  if (error === undefined) found?.resolve(result);
  else found?.reject(new Error(error.message ?? 'the host refused'));
}

/** Lets the host make room for all that there is. */
function tellSize(tell: (size: { readonly width: number; readonly height: number }) => void): void {
  const root = document.documentElement;
  new ResizeObserver(() => tell({ width: Math.ceil(root.scrollWidth), height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(document.body);
}
