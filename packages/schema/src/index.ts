export { isMatch, pathOfFault } from './check.ts';
export { fillIn } from './fill-in.ts';
export { Type } from './type.ts';
