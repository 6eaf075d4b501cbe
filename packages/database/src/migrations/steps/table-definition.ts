/**
 * A table as a migration wants it, in words that every dialect has a type for. Definitions belong to one
 * migration and never change after its release: a later wish is a later migration.
 */
export interface TableDefinition {
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly primaryKey: readonly string[];
  readonly indexes: readonly IndexDefinition[];
  readonly foreignKeys: readonly ForeignKeyDefinition[];
}

/**
 * `id` and `reference`: unsigned 64 bits · `flag`: 0 or 1 · `time`: milliseconds, UTC · `text`: up to 16 MiB ·
 * `secret`: text that compares byte by byte · `token`: 64 ASCII characters that compare byte by byte ·
 * `file-name`: 500 characters that compare byte by byte · `double`: a floating-point number.
 */
export type ColumnType =
  | 'id'
  | 'reference'
  | 'flag'
  | 'integer'
  | 'unsigned'
  | 'bigint'
  | 'time'
  | 'text'
  | 'secret'
  | 'token'
  | 'file-name'
  | 'double'
  | `varchar(${number})`;

export interface ColumnDefinition {
  readonly name: string;
  readonly type: ColumnType;
  /** The database hands out the numbers, and never one a second time. */
  readonly isAutoIncrement?: true;
  readonly isNullable?: true;
  readonly default?: string | number;
}

export interface IndexDefinition {
  readonly name: string;
  readonly columns: readonly string[];
  readonly isUnique?: true;
}

export interface ForeignKeyDefinition {
  readonly name: string;
  readonly column: string;
  readonly table: string;
  readonly references: string;
  readonly onDelete: 'cascade' | 'restrict' | 'set null';
}

/** A column's definition in one line of the tables below. */
export function column(
  name: string,
  type: ColumnType,
  rest: Omit<ColumnDefinition, 'name' | 'type'> = {},
): ColumnDefinition {
  return { name, type, ...rest };
}

/** The numbering first column of a table. */
export function autoIncrementId(name: string): ColumnDefinition {
  return { name, type: 'id', isAutoIncrement: true };
}
