/** For bundlers of programs: what has to lie beside a program that runs where nothing is installed. */
export { emitWorkers } from './bundle/emit-workers.js';
