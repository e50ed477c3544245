import type { DataSet } from './data-set.js';
import { createG1 } from './g1.js';

/** Every data set, by its name. */
export const DATA_SETS: readonly DataSet[] = [createG1('g1', 10_000_000), createG1('g1-small', 2_000_000)];

export function findDataSet(name: string): DataSet {
  const found = DATA_SETS.find((set) => set.name === name);
  if (found === undefined) throw new Error(`No data set is called ${name}; there are ${DATA_SETS.map((set) => set.name).join(', ')}`);
  return found;
}
