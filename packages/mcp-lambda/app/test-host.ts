/** A host as Claude or Cursor is one, for the app's test: the library's own bridge beside a sandboxed frame. */
import { AppBridge, PostMessageTransport } from '@modelcontextprotocol/ext-apps/app-bridge';

declare global {
  interface Window {
    /** Calls a tool of the real server; the test brings it. */
    callServer: (params: unknown) => Promise<never>;
    showResult: (html: string, result: object, theme: 'light' | 'dark') => Promise<void>;
    setTheme: (theme: 'light' | 'dark') => void;
    tearDown: () => Promise<unknown>;
  }
}

let bridge: AppBridge | undefined;

window.showResult = async (html, result, theme) => {
  const frame = document.createElement('iframe');
  frame.sandbox.add('allow-scripts');
  frame.title = 'app';
  document.body.replaceChildren(frame);
  const inner = frame.contentWindow;
  if (inner === null) throw new Error('the frame has no window');
  bridge = new AppBridge(null, { name: 'test-host', version: '1' }, { serverTools: {} }, { hostContext: { theme } });
  bridge.oncalltool = (params) => window.callServer(params);
  bridge.addEventListener('sizechange', ({ height }) => {
    if (height !== undefined) frame.style.height = `${height + 2}px`;
  });
  const ready = new Promise<void>((resolve) => bridge?.addEventListener('initialized', () => resolve()));
  await bridge.connect(new PostMessageTransport(inner, inner));
  frame.srcdoc = html;
  await ready;
  await bridge.sendToolInput({ arguments: {} });
  await bridge.sendToolResult(result as never);
};
window.setTheme = (theme) => bridge?.setHostContext({ theme });
window.tearDown = async () => await bridge?.teardownResource({});
