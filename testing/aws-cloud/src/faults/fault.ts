/** What goes wrong while an operation is carried out. */
export type ExecutionFault =
  | { readonly kind: 'slowStart'; readonly delayMs: number }
  | { readonly kind: 'workerKilled'; readonly point: KillPoint }
  | { readonly kind: 'duplicateDelivery' }
  | { readonly kind: 'functionDeleted' }
  | { readonly kind: 'roleNotAssumable' }
  | { readonly kind: 'changeFails'; readonly failure: StateFailure };

/** Why a function could not be made or changed, as its state tells. */
export interface StateFailure {
  readonly code: string;
  readonly reason: string;
}

/**
 * `beforeWork`: the environment has the code, and not the event. `duringWork`: so many milliseconds after it got the event.
 * `afterWork`: it has done its work, and nobody hears of the result.
 */
export type KillPoint = 'beforeWork' | 'afterWork' | { readonly duringWorkMs: number };

/** What goes wrong on the way to the service and back. */
export type ConnectionFault =
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number | undefined }
  | { readonly kind: 'serverError'; readonly status: number; readonly code: string | undefined }
  | { readonly kind: 'resetBeforeWork' }
  | { readonly kind: 'replyLost' };

export type Fault = ExecutionFault | ConnectionFault;

export function isExecutionFault(fault: Fault): fault is ExecutionFault {
  switch (fault.kind) {
    case 'slowStart':
    case 'workerKilled':
    case 'duplicateDelivery':
    case 'functionDeleted':
    case 'roleNotAssumable':
    case 'changeFails':
      return true;
    case 'throttled':
    case 'serverError':
    case 'resetBeforeWork':
    case 'replyLost':
      return false;
  }
}
