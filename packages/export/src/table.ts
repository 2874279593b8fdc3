/** What a cell may hold. A `Date` is a moment and is written as local time of the table's zone. */
export type Cell = string | number | boolean | Date | null;

export interface Column {
  readonly header: string;
  /** Characters of width in a spreadsheet; 12 when absent. */
  readonly width?: number;
}

/** A table whose rows are asked for one at a time. A short row ends in empty cells. */
export interface Table {
  /** The sheet's name; cut and cleaned to what a spreadsheet allows. */
  readonly name: string;
  readonly columns: readonly Column[];
  readonly rows: AsyncIterable<readonly Cell[]>;
  /** An IANA name; UTC when absent. */
  readonly zone?: string;
}
