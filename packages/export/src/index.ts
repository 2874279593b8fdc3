export type { Cell, Column, Table } from './table.ts';
export { csvOf, type CsvOptions } from './csv.ts';
export { xlsxOf } from './xlsx.ts';
