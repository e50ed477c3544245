import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { InfraError } from '../errors.js';
import { INFRA } from '../paths.js';
import { Parameters } from './parameters.js';

export interface ParametersSource {
  readonly stage: string;
  /** A JSON file. @default `infra/stages/STAGE.json` */
  readonly file?: string;
  /** JSON text, which goes before any file: the workflows keep it in a variable of the environment that they deploy to. */
  readonly text?: string;
}

/** What one stage is made of, checked; a mistake is told with what to write instead. */
export function readParameters({ stage, file = join(INFRA, 'stages', `${stage}.json`), text }: ParametersSource): Parameters {
  const where = text === undefined ? file : 'SLUICE_PARAMETERS';
  const given = parseJson(text ?? readFile(file, stage), where);
  const named = typeof given === 'object' && given !== null ? { stage, ...given } : given;
  const { success, data, error } = Parameters.safeParse(named);
  if (!success) throw new InfraError(`The parameters in ${where} cannot be used:\n${z.prettifyError(error)}`, 'All parameters are in docs/deploy.md.');
  if (data.stage !== stage) throw new InfraError(`${where} is for the stage ${data.stage}, not ${stage}`, `Ask for it with --stage ${data.stage}, or name another file.`);
  return data;
}

function readFile(file: string, stage: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const hint = `Copy infra/stages/dev.json to infra/stages/${stage}.json and put your bucket and callers in, or set SLUICE_PARAMETERS to the JSON.`;
    throw new InfraError(`There are no parameters for the stage ${stage}: ${file} cannot be read`, hint, { cause });
  }
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new InfraError(`${where} is not JSON: ${(cause as Error).message}`, 'Compare it with infra/stages/dev.json.', { cause });
  }
}
