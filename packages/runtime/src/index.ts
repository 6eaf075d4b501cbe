export {
  environmentName,
  loadConfiguration,
  type ConfigurationSources,
  type LoadedConfiguration,
} from './configuration/load-configuration.ts';
export { makeFolder } from './files/make-folder.ts';
export { syncDirectory, writeFileAtomically } from './files/write-file-atomically.ts';
export { createLogger, type Logger, type LoggerOptions, type LogLevel } from './logging/create-logger.ts';
export { errorInOneLine } from './process/one-line.ts';
