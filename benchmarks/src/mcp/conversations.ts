import type { Conversation, MakeCall } from './transcript.js';

const list: MakeCall = () => ({ tool: 'list_files', args: { pattern: '**' } });
const inspect = (file: RegExp): MakeCall => (seen) => ({ tool: 'inspect', args: { source: seen.find(file) } });

const STRIKES = /^(\S*birdstrikes\.csv),/m;
const WEATHER = /^(\S*seattle-weather\.csv),/m;
const FROM = /Read it with: (.*)/;

/** Over the files in `fixtures/` and those that `makeFiles` adds. */
export const CONVERSATIONS: readonly Conversation[] = [
  {
    question: 'Which columns does birdstrikes.csv have, and of which types?',
    calls: [() => ({ tool: 'inspect', args: { source: 'birdstrikes.csv' } })],
    answer: /Flight Date,DATE.*Cost Total \$,BIGINT/s,
  },
  {
    question: 'How many bird strikes are recorded, and over which years?',
    calls: [list, inspect(STRIKES), (seen) => ({ tool: 'query', args: { sql: `SELECT count(*) AS strikes, min("Flight Date") AS first, max("Flight Date") AS last ${seen.find(FROM)}` } })],
    answer: /\n10000,1990-01-08,2002-07-25\n/,
  },
  {
    question: 'In birdstrikes.csv, which columns miss values, and how many?',
    calls: [() => ({ tool: 'profile', args: { source: 'birdstrikes.csv' } })],
    answer: /Speed IAS in knots,BIGINT,2836/,
  },
  {
    question: 'Which five species cost most in birdstrikes.csv?',
    calls: [
      () => ({ tool: 'inspect', args: { source: 'birdstrikes.csv' } }),
      (seen) => ({ tool: 'query', args: { sql: `SELECT "Wildlife Species" AS species, sum("Cost Total $") AS dollars ${seen.find(FROM)} GROUP BY species ORDER BY dollars DESC LIMIT 5` } }),
    ],
    answer: /5 rows, all of them\..*\nspecies,dollars\nCanada goose,15389869\n/s,
  },
  {
    question: 'How warm is Seattle month by month? Draw it.',
    calls: [
      list,
      inspect(WEATHER),
      (seen) => ({ tool: 'chart', args: { sql: `SELECT date_trunc('month', date) AS month, avg(temp_max) AS warmest ${seen.find(FROM)} GROUP BY month ORDER BY month`, kind: 'line', x: 'month', y: 'warmest' } }),
    ],
    answer: /A line chart of 48 rows/,
  },
  {
    question: 'From which state do most flights in flights-airport.csv leave? airports.csv says where airports are.',
    calls: [
      () => ({ tool: 'inspect', args: { source: ['flights-airport.csv', 'airports.csv'], sample_rows: 0 } }),
      () => ({ tool: 'query', args: { sql: 'SELECT a.state, sum(f.count) AS flights FROM f JOIN a ON a.iata = f.origin GROUP BY a.state ORDER BY flights DESC LIMIT 3', tables: { f: 'flights-airport.csv', a: 'airports.csv' } } }),
    ],
    answer: /\nstate,flights\n(TX|CA),\d+\n/,
  },
  {
    question: 'What has changed from airports.csv to airports-new.csv?',
    calls: [() => ({ tool: 'inspect', args: { source: 'airports.csv' } }), () => ({ tool: 'compare', args: { left: 'airports.csv', right: 'airports-new.csv', key: ['iata'] } })],
    answer: /different: 1 row added, 1 row removed, 2 rows changed/,
  },
  {
    question: 'Does birdstrikes.csv hold rows twice, and which costs are out of the ordinary?',
    calls: [() => ({ tool: 'profile', args: { source: 'birdstrikes.csv' } })],
    answer: /24 duplicate rows.*Cost Total \$: 209 outliers above 0, such as 7043545/s,
  },
  {
    question: 'Which rows of readings.csv are broken?',
    calls: [() => ({ tool: 'query', args: { sql: "SELECT line, text FROM 'readings.csv'", bad_rows: 'only' } })],
    answer: /\nline,text\n30002,/,
  },
  {
    question: 'Did the columns change over the months in sales-2026-*.csv, and what is the total amount?',
    calls: [() => ({ tool: 'inspect', args: { source: 'sales-2026-*.csv', sample_rows: 0 } }), () => ({ tool: 'query', args: { sql: "SELECT sum(amount) AS total, count(*) AS n FROM 'sales-2026-*.csv'" } })],
    answer: /\ntotal,n\n150,5\n.*SCHEMA_DRIFT/s,
  },
];
