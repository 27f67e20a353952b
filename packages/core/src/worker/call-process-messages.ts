/** From the process that has an activation to one that runs calls of it. */
export type ToCallProcess<C> =
  | { readonly kind: 'open'; readonly body: Uint8Array<ArrayBuffer>; readonly context: C }
  | { readonly kind: 'run'; readonly position: number; readonly deadlineEpochMs: number }
  /** No call of it is begun here any more. */
  | { readonly kind: 'close' };

/** The way back. */
export type FromCallProcess =
  /** The call begins: its time counts from now on. */
  | { readonly kind: 'begun' }
  | { readonly kind: 'reply'; readonly body: Uint8Array<ArrayBuffer> }
  /** It could not be begun, or its outcome not be told. */
  | { readonly kind: 'unable'; readonly why: string };

/** Set in processes that run calls for another one. */
export const CALL_PROCESS_VARIABLE = 'LITHOPS_CALL_PROCESS';
