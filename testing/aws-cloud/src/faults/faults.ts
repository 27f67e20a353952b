import type { Fault, KillPoint } from './fault.js';

/** The request is refused as one too many; nothing ran. @param retryAfterSeconds said in the reply; default: nothing is */
export function throttled(retryAfterSeconds?: number): Fault {
  return { kind: 'throttled', retryAfterSeconds };
}

/** The request is answered with that status, and nothing ran. @param code default: the service's own for being unavailable */
export function serverError(status = 503, code?: string): Fault {
  return { kind: 'serverError', status, code };
}

/** The connection is reset, and the service never hears of the request. */
export function resetBeforeWork(): Fault {
  return { kind: 'resetBeforeWork' };
}

/** The service does what it is asked to, and then the connection is reset. */
export function replyLost(): Fault {
  return { kind: 'replyLost' };
}

/** If the call needs a new environment, that takes so much longer. */
export function slowStart(delayMs: number): Fault {
  return { kind: 'slowStart', delayMs };
}

/** The environment gets SIGKILL. */
export function workerKilled(point: KillPoint): Fault {
  return { kind: 'workerKilled', point };
}

/** An `Event` is delivered twice, though nothing failed. */
export function duplicateDelivery(): Fault {
  return { kind: 'duplicateDelivery' };
}

/** Somebody deletes the function just before. */
export function functionDeleted(): Fault {
  return { kind: 'functionDeleted' };
}

/** The role was made a moment ago, and Lambda does not know it yet. */
export function roleNotAssumable(): Fault {
  return { kind: 'roleNotAssumable' };
}

/** A function is created or updated, and in the end is not: its state or last update is `Failed`. */
export function changeFails(code = 'InvalidSubnet', reason = 'The subnet does not exist.'): Fault {
  return { kind: 'changeFails', failure: { code, reason } };
}
