import { latest } from '../execution/function-version.js';
import type { Invocation, InvocationResult } from '../execution/invocation.js';
import { type Call, type Operation, operation } from '../service/operation.js';
import type { Reply } from '../service/reply.js';
import { ServiceError } from '../service/service-error.js';
import type { ValueOf } from '../shape/containers.js';
import { functionFor } from './deploy-operations.js';
import type { FunctionRecord } from './function-record.js';
import type { LambdaParts } from './lambda-parts.js';
import { limits } from './limits.js';
import { onFunction } from './permissions.js';
import { invokeInput } from './shapes.js';

type InvokeCall = Call<ValueOf<typeof invokeInput>>;

export function invoke(parts: LambdaParts): Operation {
  return operation('Invoke', invokeInput, {
    // The action has another name than the operation.
    permissions: onFunction('InvokeFunction'),
    run(call) {
      const type = call.input.InvocationType ?? 'RequestResponse';
      checkSize(call.input.Payload, type);
      const record = functionFor(parts, call.input.FunctionName, call.region, call.faults);
      record.checkActive();
      switch (type) {
        case 'DryRun':
          return { status: 204 };
        case 'Event':
          parts.events.add(record, invocationOf(call));
          return { status: 202 };
        case 'RequestResponse':
          return runNow(parts, record, call);
      }
    },
  });
}

async function runNow(parts: LambdaParts, record: FunctionRecord, call: InvokeCall): Promise<Reply> {
  const leave = parts.concurrencyOf(call.region).enter(record.arn);
  try {
    return replyOf(await record.serving.pool.run(invocationOf(call)), call.input.LogType === 'Tail');
  } finally {
    leave();
  }
}

function replyOf(result: InvocationResult, withLog: boolean): Reply {
  const tail = Buffer.from(result.log).subarray(-limits.logTailBytes).toString('base64');
  return {
    payload: result.kind === 'returned' ? result.payload : result.error,
    headers: {
      'x-amz-executed-version': latest,
      ...(result.kind === 'failed' && { 'x-amz-function-error': 'Unhandled' }),
      ...(withLog && { 'x-amz-log-result': tail }),
    },
  };
}

function invocationOf({ input, requestId, faults }: InvokeCall): Invocation {
  const { Payload: payload, ClientContext: context } = input;
  return {
    requestId,
    payload: payload.length === 0 ? Buffer.from('{}') : checkedJson(payload),
    faults,
    ...(context && { clientContext: Buffer.from(context, 'base64').toString('utf8') }),
  };
}

function checkSize(payload: Buffer, type: string): void {
  const limit = type === 'Event' ? limits.eventRequestBytes : limits.requestBytes;
  if (payload.length <= limit) return;
  throw new ServiceError(
    'RequestTooLargeException',
    `${payload.length} byte payload is too large for the ${type} invocation type (limit ${limit} bytes)`,
    { status: 413 },
  );
}

function checkedJson(payload: Buffer): Buffer {
  try {
    JSON.parse(payload.toString('utf8'));
    return payload;
  } catch (error) {
    throw new ServiceError(
      'InvalidRequestContentException',
      `Could not parse request body into json: ${String(error)}`,
    );
  }
}
