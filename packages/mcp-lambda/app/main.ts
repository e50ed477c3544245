import { connectToHost, type Bridge, type HostContext, type ToolResult } from './bridge.js';
import { chooseColumns, drawChart } from './chart.js';
import { isNumeric, readPage, type Column, type Page } from './rows.js';
import { SortableTable } from './table.js';

const ROWS_AT_ONCE = 1_000;
/** Under which the server tells where the rows begin. */
const CURSOR = 'sluice/cursor';

const part = (id: string): HTMLElement => {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page lacks ${id}`);
  return found;
};
const say = (text: string): void => {
  part('status').textContent = text;
};

let table: SortableTable | undefined;
let next: string | undefined;

const bridge: Bridge = await connectToHost({
  onContext: applyContext,
  onCancelled: () => say('The question was cancelled.'),
  onResult: (result) => void show(result).catch((error: unknown) => say((error as Error).message)),
});
part('more').addEventListener('click', () => void more().catch((error: unknown) => say((error as Error).message)));

function applyContext({ theme }: HostContext): void {
  if (theme !== undefined) document.documentElement.style.colorScheme = theme;
}

/** A result for a model has its rows as text: the app asks for the same kept rows as data. */
async function show(result: ToolResult): Promise<void> {
  const cursor = result._meta?.[CURSOR];
  if (result.isError === true || typeof cursor !== 'string') {
    say(result.content.find(({ type }) => type === 'text')?.text ?? '');
    return;
  }
  const page = await read(cursor);
  table = new SortableTable(page.columns, say);
  part('rows').replaceChildren(table.element);
  offerColumns(page.columns);
  add(page);
  part('notes').replaceChildren(...page.notes.map((note) => Object.assign(document.createElement('li'), { textContent: note })));
}

async function more(): Promise<void> {
  if (next !== undefined) add(await read(next));
}

async function read(cursor: string): Promise<Page> {
  return readPage(await bridge.callTool('query', { cursor, format: 'json', max_rows: ROWS_AT_ONCE }));
}

function add({ columns, rows, count, cursor }: Page): void {
  table?.add(rows);
  next = cursor;
  part('more').hidden = cursor === undefined;
  const shown = table?.rows.length ?? 0;
  say(cursor === undefined ? `${shown.toLocaleString('en-US')} ${shown === 1 ? 'row' : 'rows'}, all of them` : `${shown.toLocaleString('en-US')} rows are here; ${count}`);
  draw(columns);
}

const selected = (id: string): number => Number((part(id) as HTMLSelectElement).value);

function offerColumns(columns: readonly Column[]): void {
  const chosen = chooseColumns(columns);
  part('chart').hidden = chosen === undefined;
  if (chosen === undefined) return;
  for (const [id, offered, at] of [['x', columns, chosen.x], ['y', columns.filter(isNumeric), chosen.y]] as const) {
    const select = part(id) as HTMLSelectElement;
    select.replaceChildren(...offered.map((column) => new Option(column.name, String(columns.indexOf(column)))));
    select.value = String(at);
    select.onchange = () => draw(columns);
  }
}

function draw(columns: readonly Column[]): void {
  if (table !== undefined && !part('chart').hidden) part('plot').replaceChildren(drawChart(columns, table.rows, { x: selected('x'), y: selected('y') }));
}
