import { toProxyError } from '../errors.js';

/** What a check found: all well, well but for something to know, or what to do. */
export interface Finding {
  readonly status: 'ok' | 'note' | 'fail' | 'skip';
  readonly name: string;
  readonly detail: string;
  /** The next step, where there is one. */
  readonly todo?: string;
}

export interface Check {
  readonly name: string;
  /** @returns what to say after `ok`; throws a `ProxyError` for what is wrong */
  readonly run: () => Promise<string | Finding>;
  /** Checks that make no sense once this one has failed are left out. @default false */
  readonly needed?: boolean;
}

/** Runs checks in order, telling each finding as it comes. @returns whether nothing failed */
export async function runChecks(checks: readonly Check[], tell: (finding: Finding) => void): Promise<boolean> {
  let failed: string | undefined;
  let isWell = true;
  for (const { name, run, needed = false } of checks) {
    if (failed !== undefined) {
      tell({ status: 'skip', name, detail: `needs ${failed}` });
      continue;
    }
    const finding = await find(name, run);
    tell(finding);
    if (finding.status !== 'fail') continue;
    isWell = false;
    if (needed) failed = name;
  }
  return isWell;
}

async function find(name: string, run: Check['run']): Promise<Finding> {
  try {
    const found = await run();
    return typeof found === 'string' ? { status: 'ok', name, detail: found } : found;
  } catch (error) {
    const { message, options } = toProxyError(error);
    return { status: 'fail', name, detail: message, ...(options.hint === undefined ? {} : { todo: options.hint }) };
  }
}

const NAME_WIDTH = 12;

/** One line, and one below it for what to do. */
export function formatFinding({ status, name, detail, todo }: Finding): string {
  const first = `${status.padEnd(5)} ${name.padEnd(NAME_WIDTH)} ${detail}`;
  return todo === undefined ? `${first}\n` : `${first}\n${' '.repeat(NAME_WIDTH + 7)}→ ${todo}\n`;
}
