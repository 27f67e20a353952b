import { CALL, RETIRED } from '../invoke/invocation.js';

interface Call {
  readonly index: number;
  readonly attempt: number;
}

/** Lines of the service itself, and of the worker. */
const NOT_THE_CALLS = new RegExp(
  `^(START|END|REPORT) RequestId: |^INIT_(START|REPORT|RUNTIME)|^${RETIRED} |^${CALL} `,
);

/** What one request wrote, out of the log of its environment, which runs one after the other. */
export function linesOfRequest(lines: readonly string[], requestId: string): readonly string[] {
  const start = lines.findIndex((line) => line.startsWith(`START RequestId: ${requestId}`));
  const first = start === -1 ? lines.findIndex((line) => line.includes(requestId)) : start;
  if (first === -1) return [];
  const rest = lines.slice(first);
  const report = rest.findIndex((line) => isReport(line, requestId));
  if (report !== -1) return rest.slice(0, report + 1);
  const next = rest.findIndex((line, position) => position > 0 && line.startsWith('START RequestId: '));
  return next === -1 ? rest : rest.slice(0, next);
}

/** Does this line end what the request wrote? */
export function isReport(line: string, requestId: string): boolean {
  return line.startsWith(`REPORT RequestId: ${requestId}`);
}

/**
 * What one call wrote, out of what its request wrote. Where a request has several calls, its worker has marked where each
 * begins, or, where they run side by side, each line.
 */
export function linesOfCall(
  lines: readonly string[],
  requestId: string,
  { index, attempt }: Call,
): readonly string[] {
  const isMarked = lines.some((line) => line.startsWith(`${CALL} `));
  const mark = markOf({ index, attempt });
  const own = isMarked ? [...afterMark(lines, mark), ...withMark(lines, `${mark}\t`)] : lines;
  // Lambda's Node.js puts time, request and level before what `console` writes.
  const prefix = new RegExp(`^\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\\t${requestId}\\t[A-Z]+\\t`);
  return own.filter((line) => !NOT_THE_CALLS.test(line)).map((line) => line.replace(prefix, ''));
}

function afterMark(lines: readonly string[], mark: string): readonly string[] {
  const start = lines.indexOf(mark);
  if (start === -1) return [];
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith(`${CALL} `));
  return end === -1 ? rest : rest.slice(0, end);
}

/** Lines of calls that ran at the same time. */
function withMark(lines: readonly string[], mark: string): readonly string[] {
  return lines.filter((line) => line.startsWith(mark)).map((line) => line.slice(mark.length));
}

/** What a worker writes before it begins one of several calls, or before each line of one that runs beside others. */
export function markOf({ index, attempt }: Call): string {
  return `${CALL} ${index} attempt ${attempt}`;
}
