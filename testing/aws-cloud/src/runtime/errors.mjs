/** What an error is in JSON, as Lambda's runtime has it. @param {unknown} error @param {string} [type] */
export function reportOf(error, type) {
  if (error instanceof Error) {
    const trace = (error.stack ?? '').split('\n');
    const own = { errorType: error.name, errorMessage: error.message, trace };
    return type === undefined ? own : { ...own, errorType: type, errorMessage: String(error), reason: own };
  }
  return { errorType: type ?? typeof error, errorMessage: String(error), trace: [] };
}

/** An error of the runtime itself. @param {string} name @param {string} message */
export function runtimeError(name, message) {
  return Object.assign(new Error(message), { name });
}
