import type { DataSet } from './data-set.js';
import { createEvents } from './events.js';
import { createG1, createG1Parts, TEAMS } from './g1.js';
import { createMeasurements } from './measurements.js';

const LINEITEM: DataSet = {
  name: 'lineitem',
  keys: ['lineitem.csv'],
  statements: (folder) => ['CALL dbgen(sf = 1)', `COPY lineitem TO '${folder}/lineitem.csv' (FORMAT csv, HEADER)`],
  tpch: true,
};

/** Every data set: 0.5 and 0.1 GB for speed, 1 and 10 GB for memory, and other shapes. */
export const DATA_SETS: readonly DataSet[] = [
  createG1('g1', 10_000_000, { packed: true, parquet: true }),
  createG1('g1-small', 2_000_000, { packed: true, parquet: true }),
  createG1('g1-1gb', 20_000_000),
  createG1('g1-10gb', 200_000_000),
  createG1Parts('parts', 500, 20_000),
  createG1Parts('small', 24, 2_000),
  TEAMS,
  createMeasurements(100_000_000),
  createEvents(500_000),
  LINEITEM,
];

export function findDataSet(name: string): DataSet {
  const found = DATA_SETS.find((set) => set.name === name);
  if (found === undefined) throw new Error(`No data set is called ${name}; there are ${DATA_SETS.map((set) => set.name).join(', ')}`);
  return found;
}
