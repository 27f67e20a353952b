import { restJsonService } from '../service/rest-json.js';
import type { Service } from '../service/service.js';
import * as deploy from './deploy-operations.js';
import { invoke } from './invoke-operation.js';
import type { LambdaParts } from './lambda-parts.js';
import * as read from './read-operations.js';
import * as settings from './settings-operations.js';

const functions = '/2015-03-31/functions';
const one = `${functions}/{FunctionName}`;
const concurrency = '/2017-10-31/functions/{FunctionName}/concurrency';
const eventConfig = '/2019-09-25/functions/{FunctionName}/event-invoke-config';
const tags = '/2017-03-31/tags/{Resource}';

/** Lambda: functions, their settings, and their runs. */
export function lambdaService(parts: LambdaParts): Service {
  const invokeHeaders = {
    'x-amz-invocation-type': 'InvocationType',
    'x-amz-log-type': 'LogType',
    'x-amz-client-context': 'ClientContext',
  };
  return restJsonService(
    'lambda',
    [
      {
        method: 'POST',
        path: `${one}/invocations`,
        operation: invoke(parts),
        headers: invokeHeaders,
        payload: 'Payload',
      },
      { method: 'POST', path: functions, operation: deploy.createFunction(parts) },
      { method: 'GET', path: functions, operation: read.listFunctions(parts) },
      { method: 'GET', path: one, operation: read.getFunction(parts) },
      { method: 'DELETE', path: one, operation: deploy.deleteFunction(parts) },
      { method: 'PUT', path: `${one}/code`, operation: deploy.updateFunctionCode(parts) },
      { method: 'GET', path: `${one}/configuration`, operation: read.getFunctionConfiguration(parts) },
      { method: 'PUT', path: `${one}/configuration`, operation: deploy.updateFunctionConfiguration(parts) },
      { method: 'PUT', path: concurrency, operation: settings.putFunctionConcurrency(parts) },
      { method: 'DELETE', path: concurrency, operation: settings.deleteFunctionConcurrency(parts) },
      {
        method: 'GET',
        path: '/2019-09-30/functions/{FunctionName}/concurrency',
        operation: settings.getFunctionConcurrency(parts),
      },
      { method: 'PUT', path: eventConfig, operation: settings.putEventInvokeConfig(parts) },
      { method: 'GET', path: eventConfig, operation: settings.getEventInvokeConfig(parts) },
      { method: 'POST', path: tags, operation: settings.tagResource(parts) },
      { method: 'DELETE', path: tags, operation: settings.untagResource(parts) },
      { method: 'GET', path: tags, operation: settings.listTags(parts) },
      { method: 'GET', path: '/2016-08-19/account-settings', operation: read.getAccountSettings(parts) },
    ],
    { throttled: 'TooManyRequestsException', internal: 'ServiceException' },
  );
}
