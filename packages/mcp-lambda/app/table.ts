import { compareCells, isNumeric, shown, type Cell, type Column } from './rows.js';

interface Order {
  readonly column: number;
  readonly descending: boolean;
}

/** A table whose headers are buttons that sort it. */
export class SortableTable {
  readonly #table = document.createElement('table');
  readonly #body = document.createElement('tbody');
  readonly #columns: readonly Column[];
  readonly #headers: HTMLTableCellElement[];
  readonly #say: (text: string) => void;
  #rows: (readonly Cell[])[] = [];
  #order: Order | undefined;

  constructor(columns: readonly Column[], say: (text: string) => void) {
    this.#columns = columns;
    this.#say = say;
    this.#headers = columns.map((column, index) => this.#header(column, index));
    const head = document.createElement('thead');
    head.append(rowOf(this.#headers));
    const caption = document.createElement('caption');
    caption.textContent = 'Result; its headers sort it';
    caption.className = 'unseen';
    this.#table.append(caption, head, this.#body);
  }

  get element(): HTMLElement {
    return this.#table;
  }

  get rows(): readonly (readonly Cell[])[] {
    return this.#rows;
  }

  add(rows: readonly (readonly Cell[])[]): void {
    this.#rows.push(...rows);
    this.#draw();
  }

  #header(column: Column, index: number): HTMLTableCellElement {
    const { name, type } = column;
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = name;
    button.title = type;
    button.addEventListener('click', () => this.#sort(index));
    const header = document.createElement('th');
    header.scope = 'col';
    if (isNumeric(column)) header.className = 'number';
    header.append(button);
    return header;
  }

  #sort(column: number): void {
    this.#order = { column, descending: this.#order?.column === column && !this.#order.descending };
    for (const [index, header] of this.#headers.entries()) {
      if (index === column) header.setAttribute('aria-sort', this.#order.descending ? 'descending' : 'ascending');
      else header.removeAttribute('aria-sort');
    }
    this.#draw();
    this.#say(`Sorted by ${this.#columns[column]?.name ?? ''}, ${this.#order.descending ? 'descending' : 'ascending'}`);
  }

  #draw(): void {
    this.#body.replaceChildren(...this.#sorted().map((row) => rowOf(row.map((cell, index) => this.#cell(cell, index)))));
  }

  #sorted(): readonly (readonly Cell[])[] {
    if (this.#order === undefined) return this.#rows;
    const { column, descending } = this.#order;
    const type = this.#columns[column];
    const numeric = type !== undefined && isNumeric(type);
    const sorted = this.#rows.toSorted((a, b) => compareCells(a[column] ?? null, b[column] ?? null, numeric));
    return descending ? sorted.reverse() : sorted;
  }

  #cell(cell: Cell, index: number): HTMLTableCellElement {
    const column = this.#columns[index];
    const element = document.createElement('td');
    element.textContent = cell === null ? 'NULL' : shown(cell);
    if (cell === null) element.className = 'null';
    else if (column !== undefined && isNumeric(column)) element.className = 'number';
    return element;
  }
}

function rowOf(cells: readonly HTMLTableCellElement[]): HTMLTableRowElement {
  const row = document.createElement('tr');
  row.append(...cells);
  return row;
}
