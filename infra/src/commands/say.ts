import { appendFileSync } from 'node:fs';

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

/** Hands a value on to the later steps of a GitHub workflow, where this runs in one. */
export function handOn(name: string, value: string): void {
  const file = process.env.GITHUB_OUTPUT;
  if (file !== undefined && file !== '') appendFileSync(file, `${name}=${value}\n`);
}
