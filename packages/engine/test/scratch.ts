import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createEngine, type Engine, type EngineOptions, type QueryOptions } from '../src/engine.js';
import type { Answer } from '../src/result/answer.js';

/** An engine over a folder of files that a test makes. */
export interface Scratch extends AsyncDisposable {
  readonly engine: Engine;
  readonly folder: string;
  write(name: string, content: string | Uint8Array): string;
  /** Asks over one file, called `t`. */
  ask(content: string | Uint8Array, sql: string, options?: QueryOptions): Promise<Answer>;
}

export function openScratch(options: EngineOptions = {}): Scratch {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-scratch-')));
  const engine = createEngine({ ...options, roots: [folder] });
  let files = 0;
  const write = (name: string, content: string | Uint8Array): string => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  return {
    engine,
    folder,
    write,
    ask: (content, sql, question) => engine.query(sql, { tables: { t: write(`${(files += 1)}.csv`, content) }, ...question }),
    async [Symbol.asyncDispose]() {
      await engine[Symbol.asyncDispose]();
      rmSync(folder, { recursive: true });
    },
  };
}
