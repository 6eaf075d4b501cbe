export interface PrivateMariaDb {
  readonly port: number;
  readonly socketPath: string;
  connectionString(databaseName: string): string;
  createDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}
export declare function startPrivateMariaDb(): Promise<PrivateMariaDb>;
