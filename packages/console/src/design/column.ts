/** A column of a `LiveTable`. */
export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly text?: (row: Row) => string | number | null;
  /** CSS width. */
  readonly width?: string;
  readonly align?: 'end';
  readonly mono?: boolean;
  /** No word of it is broken apart while the row is a row; for words of ours, not for what people write. */
  readonly whole?: boolean;
  /** On a phone's card it is written small. */
  readonly minor?: boolean;
  /** On a card its title stands before it: a number alone says nothing. */
  readonly named?: boolean;
  /** On a card it has a line of its own. */
  readonly broad?: boolean;
}
