/** One request, as the double has seen it. */
export interface LoggedRequest {
  /** As in a signature's scope: `lambda`, `sts`, … */
  readonly service: string;
  readonly operation: string;
  /** What IAM asks a caller to be allowed, such as `lambda:InvokeFunction`. */
  readonly actions: readonly string[];
  /** Members of the input by the names of the service model; bytes are told by their number, signatures are left out. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly functionName: string | undefined;
  readonly accessKeyId: string | undefined;
  /** Of the user or session whose signature it was, when that was right. */
  readonly callerArn: string | undefined;
  readonly region: string | undefined;
  readonly requestId: string;
  readonly requestBytes: number;
  /** Since 1970. */
  readonly arrivedAtMs: number;
  /** Of HTTP; `undefined` while the request is under way, and when its reply was lost. */
  readonly status: number | undefined;
  readonly replyBytes: number | undefined;
  /** The refusal's code. */
  readonly errorCode: string | undefined;
}

/** Conditions that must all hold. */
export type RequestFilter = Partial<
  Pick<LoggedRequest, 'service' | 'operation' | 'functionName' | 'errorCode' | 'status'>
>;
