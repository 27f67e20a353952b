/** What a service answers with when it refuses. */
export interface ServiceErrorDetails {
  readonly status?: number;
  /** Further members of the reply's body, such as `Reason`. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal by its code, as the SDK sees it in `error.name`. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly code: string;
  readonly status: number;
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    { status = 400, members = {}, headers = {} }: ServiceErrorDetails = {},
  ) {
    super(message);
    this.code = code;
    this.status = status;
    this.members = members;
    this.headers = headers;
  }
}
