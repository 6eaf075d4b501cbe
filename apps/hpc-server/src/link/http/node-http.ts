/**
 * Node's HTTP client. Not imported: an import asks a module for all that it exports, and of `node:http` that is
 * WebSocket too, for which Node loads a whole client of its own (8 MiB) that nobody here uses.
 */
export const { Agent: HttpAgent, request: httpRequest } = process.getBuiltinModule('node:http');
