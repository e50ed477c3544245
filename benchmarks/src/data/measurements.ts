import { whole, type DataSet } from './data-set.js';

const STATIONS = 413;
const SYLLABLES = ['ba', 'cor', 'den', 'el', 'fa', 'gri', 'ho', 'is', 'ka', 'lo', 'mar', 'ne', 'ost', 'pe', 'ra', 'sul', 'ta', 'ur', 'vi', 'wen'];

/** Names of three to twelve letters, each another. */
const stationName = (i: number): string => {
  const name = [i % 20, Math.floor(i / 20), i % 7, i % 3].slice(0, 2 + (i % 3)).map((n) => SYLLABLES[n]).join('');
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
};

/** The billion-row challenge's shape: a station and a temperature with one decimal; with a header, and fewer rows. */
export function createMeasurements(rows: number): DataSet {
  const names = Array.from({ length: STATIONS }, (_, i) => `'${stationName(i)}'`).join(', ');
  const station = whole(1, STATIONS);
  // Each station has its own mean; three uniform numbers make a hill around it.
  const tenths = `(${station} % 40 - 8) * 10 + ${whole(2, 101)} + ${whole(3, 101)} + ${whole(4, 101)} - 150`;
  const columns = `list_extract(names, ${station} + 1) AS station, (${tenths}) / 10 AS temperature`;
  return {
    name: 'measurements',
    keys: ['measurements.csv'],
    statements: (folder) => [
      `COPY (SELECT ${columns} FROM range(${rows}) AS r(i), (SELECT [${names}] AS names)) TO '${folder}/measurements.csv' (FORMAT csv, HEADER, DELIMITER ';')`,
    ],
  };
}
