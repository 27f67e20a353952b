import { type Operation, operation } from '../service/operation.js';
import { structure } from '../shape/containers.js';
import { shownConfiguration, shownFunction } from './configuration-reply.js';
import { functionFor } from './deploy-operations.js';
import type { LambdaParts } from './lambda-parts.js';
import { limits } from './limits.js';
import { onFunction } from './permissions.js';
import { functionInput, listFunctionsInput } from './shapes.js';

const maxPage = 50;

export function getFunction(parts: LambdaParts): Operation {
  return operation('GetFunction', functionInput, {
    permissions: onFunction('GetFunction'),
    run({ input, region, faults }) {
      const record = functionFor(parts, input.FunctionName, region, faults);
      const reserved = parts.concurrencyOf(region).reservationOf(record.arn);
      const concurrency =
        reserved === undefined ? {} : { Concurrency: { ReservedConcurrentExecutions: reserved } };
      return { body: { ...shownFunction(record), ...concurrency } };
    },
  });
}

export function getFunctionConfiguration(parts: LambdaParts): Operation {
  return operation('GetFunctionConfiguration', functionInput, {
    permissions: onFunction('GetFunctionConfiguration'),
    run: ({ input, region, faults }) => ({
      body: shownConfiguration(functionFor(parts, input.FunctionName, region, faults)),
    }),
  });
}

export function listFunctions(parts: LambdaParts): Operation {
  return operation('ListFunctions', listFunctionsInput, {
    permissions: () => [{ action: 'lambda:ListFunctions', resource: '*' }],
    run({ input, region }) {
      const all = parts.functions.list(region);
      const after = input.Marker === undefined ? '' : Buffer.from(input.Marker, 'base64').toString('utf8');
      const rest = all.filter(({ name }) => name > after);
      const shown = rest.slice(0, Math.min(input.MaxItems ?? maxPage, maxPage));
      const last = shown.at(-1);
      const more = last !== undefined && shown.length < rest.length;
      return {
        body: {
          Functions: shown.map(shownConfiguration),
          ...(more && { NextMarker: Buffer.from(last.name).toString('base64') }),
        },
      };
    },
  });
}

export function getAccountSettings(parts: LambdaParts): Operation {
  return operation('GetAccountSettings', structure({}, {}), {
    permissions: () => [{ action: 'lambda:GetAccountSettings', resource: '*' }],
    run({ region }) {
      const { limit, unreserved } = parts.concurrencyOf(region);
      return {
        body: {
          AccountLimit: {
            TotalCodeSize: limits.codeStorageBytes,
            CodeSizeUnzipped: limits.unzippedBytes,
            CodeSizeZipped: limits.zippedInlineBytes,
            ConcurrentExecutions: limit,
            UnreservedConcurrentExecutions: unreserved,
          },
          AccountUsage: {
            TotalCodeSize: parts.functions.codeBytes,
            FunctionCount: parts.functions.list(region).length,
          },
        },
      };
    },
  });
}
