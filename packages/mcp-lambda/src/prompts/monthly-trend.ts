import { z } from 'zod';
import { columnArgument, uriArgument } from './arguments.js';
import { definePrompt } from './prompt.js';

export const monthlyTrend = definePrompt({
  name: 'monthly_trend',
  title: 'Monthly trend',
  description: 'How a number develops month by month, as a table and a chart',
  args: (services) =>
    z.object({
      file: uriArgument(services, 'Path, glob or s3:// URI of the data'),
      date: columnArgument(services, 'Column with the date or time'),
      value: columnArgument(services, 'Column with the number; without one, rows are counted').optional(),
    }),
  text: ({ file, date, value }) =>
    `Show the monthly trend of ${value === undefined || value === '' ? 'the number of rows' : `"${value}"`} in ${file} by "${date}". Call inspect first to see whether "${date}" is read as a date; if it is text, parse it in SQL. With one query group by date_trunc('month', ...) and order by month, then draw it with chart as a line. Tell me the trend, the best and the worst month, and whether the first and last month are complete.`,
});
