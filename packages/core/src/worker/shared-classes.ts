import type { CodeSpace } from '@lithops/closure';
import { CallError } from '../errors/call-error.js';
import { LithopsError } from '../errors/lithops-error.js';
import { TransportError } from '../spec/transport-error.js';
import { CloudObject } from '../storage/cloud-object.js';

/** Core's classes whose instances travel. Client and worker know them by their place here: new ones go to the end. */
const classes = [CloudObject, LithopsError, CallError, TransportError] as const;

/** Lets instances of core's own classes arrive as what they are, on either side of a job. */
export function shareOwnClasses(code: CodeSpace): CodeSpace {
  code.share('@lithops/core', classes);
  return code;
}
