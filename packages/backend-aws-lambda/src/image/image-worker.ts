import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { LithopsError } from '@lithops/core';
import { type PluginContext, workerMismatch } from '@lithops/core/spec';
import { functionError } from '../invoke/function-error.js';
import { PROBE } from '../invoke/invocation.js';
import { buildCommand } from './build-command.js';

/**
 * Asks the worker in an image what it is: an image may be of anybody, and of any age.
 *
 * @throws {LithopsError} `LITHOPS_RUNTIME_INCOMPATIBLE` when there is no worker in it, or none for this client and its store
 */
export async function checkImageWorker(
  client: LambdaClient,
  functionName: string,
  image: string,
  { storage }: PluginContext,
): Promise<void> {
  const command = new InvokeCommand({
    FunctionName: functionName,
    Payload: Buffer.from(PROBE),
    LogType: 'Tail',
  });
  const { Payload, FunctionError, LogResult, $metadata } = await client.send(command);
  const payload = Buffer.from(Payload ?? new Uint8Array()).toString();
  if (FunctionError !== undefined) {
    const logTail = Buffer.from(LogResult ?? '', 'base64').toString();
    const failure = functionError({ requestId: $metadata.requestId ?? '', payload, logTail });
    // An image that needs more memory or time than it has may be a right one.
    if (failure.kind === 'out-of-memory' || failure.kind === 'timed-out') throw failure;
    throw incompatible(image, failure.message, failure);
  }
  const mismatch = workerMismatch(jsonOf(payload), storage?.plugin);
  if (mismatch !== undefined) throw incompatible(image, mismatch);
}

function jsonOf(text: string): unknown {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'string' ? JSON.parse(answer) : answer;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function incompatible(image: string, got: string, cause?: unknown): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_RUNTIME_INCOMPATIBLE',
    message: `Expected a worker for this program in the image "${image}" (aws_lambda.runtime), got: ${got} Build the image anew: ${buildCommand(image)}`,
    cause,
  });
}
