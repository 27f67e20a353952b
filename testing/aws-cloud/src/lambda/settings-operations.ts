import { type Operation, operation, type Permission } from '../service/operation.js';
import { ServiceError } from '../service/service-error.js';
import { functionFor } from './deploy-operations.js';
import type { FunctionRecord } from './function-record.js';
import type { LambdaParts } from './lambda-parts.js';
import { onFunction } from './permissions.js';
import {
  concurrencyInput,
  eventConfigInput,
  functionInput,
  listTagsInput,
  tagInput,
  untagInput,
} from './shapes.js';

export function putFunctionConcurrency(parts: LambdaParts): Operation {
  return operation('PutFunctionConcurrency', concurrencyInput, {
    permissions: onFunction('PutFunctionConcurrency'),
    run({ input, region, faults }) {
      const { arn } = functionFor(parts, input.FunctionName, region, faults);
      parts.concurrencyOf(region).reserve(arn, input.ReservedConcurrentExecutions);
      return { body: { ReservedConcurrentExecutions: input.ReservedConcurrentExecutions } };
    },
  });
}

export function deleteFunctionConcurrency(parts: LambdaParts): Operation {
  return operation('DeleteFunctionConcurrency', functionInput, {
    permissions: onFunction('DeleteFunctionConcurrency'),
    run({ input, region, faults }) {
      const { arn } = functionFor(parts, input.FunctionName, region, faults);
      parts.concurrencyOf(region).reserve(arn, undefined);
      return { status: 204 };
    },
  });
}

export function getFunctionConcurrency(parts: LambdaParts): Operation {
  return operation('GetFunctionConcurrency', functionInput, {
    permissions: onFunction('GetFunctionConcurrency'),
    run({ input, region, faults }) {
      const { arn } = functionFor(parts, input.FunctionName, region, faults);
      const reserved = parts.concurrencyOf(region).reservationOf(arn);
      return { body: reserved === undefined ? {} : { ReservedConcurrentExecutions: reserved } };
    },
  });
}

export function putEventInvokeConfig(parts: LambdaParts): Operation {
  return operation('PutFunctionEventInvokeConfig', eventConfigInput, {
    permissions: onFunction('PutFunctionEventInvokeConfig'),
    run({ input, region, faults }) {
      const record = functionFor(parts, input.FunctionName, region, faults);
      record.eventConfig = {
        retryAttempts: input.MaximumRetryAttempts ?? 2,
        maxAgeSeconds: input.MaximumEventAgeInSeconds ?? 21_600,
        modifiedAt: new Date(),
      };
      return { body: shownEventConfig(record) };
    },
  });
}

export function getEventInvokeConfig(parts: LambdaParts): Operation {
  return operation('GetFunctionEventInvokeConfig', functionInput, {
    permissions: onFunction('GetFunctionEventInvokeConfig'),
    run: ({ input, region, faults }) => ({
      body: shownEventConfig(functionFor(parts, input.FunctionName, region, faults)),
    }),
  });
}

export function tagResource(parts: LambdaParts): Operation {
  return operation('TagResource', tagInput, {
    permissions: onResource('TagResource'),
    run({ input, region, faults }) {
      const { tags } = functionFor(parts, input.Resource, region, faults);
      for (const [key, value] of Object.entries(input.Tags)) tags.set(key, value);
      return { status: 204 };
    },
  });
}

export function untagResource(parts: LambdaParts): Operation {
  return operation('UntagResource', untagInput, {
    permissions: onResource('UntagResource'),
    run({ input, region, faults }) {
      const { tags } = functionFor(parts, input.Resource, region, faults);
      for (const key of input.tagKeys ?? []) tags.delete(key);
      return { status: 204 };
    },
  });
}

export function listTags(parts: LambdaParts): Operation {
  return operation('ListTags', listTagsInput, {
    permissions: onResource('ListTags'),
    run: ({ input, region, faults }) => ({
      body: { Tags: Object.fromEntries(functionFor(parts, input.Resource, region, faults).tags) },
    }),
  });
}

function onResource(action: string): (input: { readonly Resource: string }) => readonly Permission[] {
  return ({ Resource: resource }) => [{ action: `lambda:${action}`, resource }];
}

function shownEventConfig({ arn, eventConfig }: FunctionRecord): Readonly<Record<string, unknown>> {
  if (eventConfig === undefined)
    throw new ServiceError(
      'ResourceNotFoundException',
      `The function ${arn} doesn't have an EventInvokeConfig`,
      {
        status: 404,
      },
    );
  return {
    FunctionArn: `${arn}:$LATEST`,
    LastModified: eventConfig.modifiedAt.getTime() / 1_000,
    MaximumRetryAttempts: eventConfig.retryAttempts,
    MaximumEventAgeInSeconds: eventConfig.maxAgeSeconds,
    DestinationConfig: { OnSuccess: {}, OnFailure: {} },
  };
}
