import type { ColumnDefinition, ColumnType } from './table-definition.ts';

/** The collation of every text; both servers know it, and it compares without regard to case and accents. */
export const collation = 'utf8mb4_unicode_520_ci';

/** What a column must be on MySQL, in the shape that the server's own description is brought into. */
export interface MysqlColumn {
  readonly name: string;
  /** Lower case, without the display width that MariaDB shows and MySQL 8 does not. */
  readonly type: string;
  readonly isNullable: boolean;
  readonly default: string | null;
  readonly isAutoIncrement: boolean;
  /** null where the type has none. */
  readonly collation: string | null;
}

/** The MySQL column of a definition. */
export function mysqlColumn(column: ColumnDefinition): MysqlColumn {
  return {
    name: column.name,
    ...mysqlType(column.type),
    isNullable: column.isNullable === true,
    default: column.default === undefined ? null : String(column.default),
    isAutoIncrement: column.isAutoIncrement === true,
  };
}

function mysqlType(type: ColumnType): Pick<MysqlColumn, 'type' | 'collation'> {
  switch (type) {
    case 'id':
    case 'reference':
      return { type: 'bigint unsigned', collation: null };
    case 'flag':
      return { type: 'tinyint', collation: null };
    case 'integer':
      return { type: 'int', collation: null };
    case 'unsigned':
      return { type: 'int unsigned', collation: null };
    case 'bigint':
      return { type: 'bigint', collation: null };
    case 'time':
      return { type: 'datetime(3)', collation: null };
    case 'text':
      return { type: 'mediumtext', collation };
    case 'secret':
      return { type: 'text', collation: 'utf8mb4_bin' };
    case 'token':
      return { type: 'varchar(64)', collation: 'ascii_bin' };
    case 'file-name':
      return { type: 'varchar(500)', collation: 'utf8mb4_bin' };
    case 'double':
      return { type: 'double', collation: null };
    default:
      return { type, collation };
  }
}

/** The column as CREATE TABLE and ALTER TABLE write it. */
export function mysqlColumnSql(column: MysqlColumn): string {
  const parts = [`\`${column.name}\``, column.type];
  if (column.collation !== null) {
    parts.push(`character set ${column.collation.split('_')[0] ?? ''} collate ${column.collation}`);
  }
  parts.push(column.isNullable ? 'null' : 'not null');
  if (column.isAutoIncrement) parts.push('auto_increment');
  if (column.default !== null) parts.push(`default ${defaultLiteral(column)}`);
  return parts.join(' ');
}

function defaultLiteral({ type, default: value }: MysqlColumn): string {
  const isText = type.startsWith('varchar');
  return isText ? `'${(value ?? '').replaceAll("'", "''")}'` : String(value);
}

/** What fills a column that gets NOT NULL while rows hold nothing in it. */
export function emptyValue(column: MysqlColumn): string | number {
  if (column.default !== null) return column.default;
  return column.collation === null ? 0 : '';
}
