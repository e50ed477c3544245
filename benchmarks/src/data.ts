/** Makes the data sets that are named, or all. */
import { DATA_SETS, findDataSet } from './data/data-sets.js';
import { makeData } from './data/make-data.js';

const names = process.argv.slice(2);
for (const set of names.length === 0 ? DATA_SETS : names.map(findDataSet)) await makeData(set);
