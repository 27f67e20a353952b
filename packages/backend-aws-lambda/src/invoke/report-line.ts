/** What the service itself writes at the end of each request. */
export interface ReportLine {
  readonly limitMb: number | undefined;
  readonly usedMb: number | undefined;
  /** Time that is paid for, that of the start of a new environment included, milliseconds. */
  readonly billedMs: number | undefined;
  readonly status: string | undefined;
  readonly errorType: string | undefined;
}

/** The report of a request in the end of a log; the last one, because user code may have printed the like. */
export function reportLineOf(logTail: string, requestId: string): ReportLine {
  const start = logTail.lastIndexOf(`REPORT RequestId: ${requestId}`);
  const line = start === -1 ? '' : logTail.slice(start).replaceAll('\n', '\t');
  const number = (pattern: RegExp): number | undefined => {
    const [, digits] = pattern.exec(line) ?? [];
    return digits === undefined ? undefined : Number(digits);
  };
  return {
    limitMb: number(/\tMemory Size: (\d+) MB/),
    usedMb: number(/\tMax Memory Used: (\d+) MB/),
    billedMs: number(/\tBilled Duration: (\d+) ms/),
    status: /\tStatus: (\w+)/.exec(line)?.[1],
    errorType: /\tError Type: ([\w.]+)/.exec(line)?.[1],
  };
}
