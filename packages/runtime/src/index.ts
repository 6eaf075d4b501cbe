export {
  environmentName,
  loadConfiguration,
  type ConfigurationSource,
  type ConfigurationSources,
  type LoadedConfiguration,
} from './configuration/load-configuration.ts';
export { makeFolder } from './files/make-folder.ts';
export { syncDirectory, writeFileAtomically } from './files/write-file-atomically.ts';
export { openKeptLog, type KeptLog } from './kept-log/kept-log.ts';
export { listLogParts, moreFolderOf, type LogPart } from './kept-log/log-parts.ts';
export { readLogParts, type LogText } from './kept-log/read-log-parts.ts';
export { createLogger, type Logger, type LoggerOptions, type LogLevel } from './logging/create-logger.ts';
export { errorInOneLine } from './process/one-line.ts';
