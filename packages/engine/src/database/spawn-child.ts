import { fork, type ChildProcess } from 'node:child_process';
import { CHILD_ENTRY } from './child-entry.js';

let prepared: ChildProcess | undefined;

/** Starts a child ahead of the engine that will use it. Imports nothing else of the engine, so that it can come first. */
export function prepareChild(): void {
  prepared ??= forkChild();
}

/** A child that waits for its options: the one that was prepared, or a new one. */
export function takeChild(): ChildProcess {
  const child = prepared?.connected === true ? prepared : forkChild();
  prepared = undefined;
  return child;
}

function forkChild(): ChildProcess {
  const child = fork(CHILD_ENTRY, [], {
    // Nothing of the parent's environment: DuckDB's process holds no credentials.
    env: {},
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  // An idle child must not keep the program alive.
  child.unref();
  child.channel?.unref();
  return child;
}
