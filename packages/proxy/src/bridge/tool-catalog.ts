import { isJSONRPCResultResponse, type JSONRPCRequest, type JSONRPCResponse } from '@modelcontextprotocol/client';
import { declaredHeaders, paramHeaders, type ParamHeader } from './param-headers.js';
import { envelopeOf } from './protocol.js';

interface KnownTool {
  readonly isReadOnly: boolean;
  readonly headers: readonly ParamHeader[];
}

interface ToolDescription {
  readonly name?: unknown;
  readonly inputSchema?: unknown;
  readonly annotations?: { readonly readOnlyHint?: unknown };
}

const MAX_PAGES = 100;

/** What the server's tools say of themselves, learned from the lists that pass by. */
export class ToolCatalog {
  readonly #tools = new Map<string, KnownTool>();

  isReadOnly(name: string): boolean | undefined {
    return this.#tools.get(name)?.isReadOnly;
  }

  headersFor(name: string, args: unknown): Record<string, string> {
    return paramHeaders(this.#tools.get(name)?.headers ?? [], args);
  }

  learn(response: JSONRPCResponse): void {
    for (const tool of toolsOf(response)) {
      if (typeof tool.name === 'string') this.#tools.set(tool.name, { isReadOnly: isReadOnlyTool(tool), headers: declaredHeaders(tool.inputSchema) });
    }
  }

  forget(): void {
    this.#tools.clear();
  }

  /** Asks the server for its whole list, as the client that called would. */
  async fetchAll(call: JSONRPCRequest, ask: (method: string, params: Record<string, unknown>) => Promise<JSONRPCResponse>): Promise<void> {
    const _meta = envelopeOf(call);
    let cursor: unknown;
    for (let page = 0; page < MAX_PAGES; page++) {
      const response = await ask('tools/list', { ...(_meta === undefined ? {} : { _meta }), ...(cursor === undefined ? {} : { cursor }) });
      this.learn(response);
      cursor = isJSONRPCResultResponse(response) ? response.result.nextCursor : undefined;
      if (cursor === undefined) return;
    }
  }
}

/** The list with the tools that say they only read. */
export function withReadOnlyTools(response: JSONRPCResponse): JSONRPCResponse {
  if (!isJSONRPCResultResponse(response)) return response;
  return { ...response, result: { ...response.result, tools: toolsOf(response).filter(isReadOnlyTool) } };
}

function toolsOf(response: JSONRPCResponse): readonly ToolDescription[] {
  const tools = isJSONRPCResultResponse(response) ? response.result.tools : undefined;
  return Array.isArray(tools) ? (tools as ToolDescription[]) : [];
}

const isReadOnlyTool = ({ annotations }: ToolDescription): boolean => annotations?.readOnlyHint === true;
