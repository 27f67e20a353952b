import { type Options, type Program, parse } from 'acorn';
import { isSyntaxError } from './error-kind.js';

const options: Options = {
  ecmaVersion: 'latest',
  allowHashBang: true,
  allowReturnOutsideFunction: true,
  allowAwaitOutsideFunction: true,
  allowSuperOutsideMethod: true,
};

/** Parses the source of a running script, ES module or not. Undefined when it is not JavaScript that acorn knows. */
export function parseModule(source: string): Program | undefined {
  return tryParse(source, 'module') ?? tryParse(source, 'script');
}

function tryParse(source: string, sourceType: 'module' | 'script'): Program | undefined {
  try {
    return parse(source, { ...options, sourceType });
  } catch (error) {
    if (isSyntaxError(error)) return undefined;
    throw error;
  }
}
