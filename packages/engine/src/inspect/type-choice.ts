import type { Column } from './reading.js';

/** A column's type with what it takes to read its values as that type. */
export type TypeChoice = Pick<Column, 'type' | 'format' | 'missing' | 'missingGiven' | 'decimalSeparator' | 'thousandsSeparator' | 'respelled'>;
