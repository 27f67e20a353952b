/** The second parameter of a handler. @param {import('node:http').IncomingHttpHeaders} headers */
export function contextOf(headers) {
  const deadlineMs = Number(headers['lambda-runtime-deadline-ms']);
  const clientContext = headers['lambda-runtime-client-context'];
  const { env } = process;
  return {
    awsRequestId: String(headers['lambda-runtime-aws-request-id']),
    callbackWaitsForEmptyEventLoop: true,
    clientContext: typeof clientContext === 'string' ? JSON.parse(clientContext) : undefined,
    functionName: env['AWS_LAMBDA_FUNCTION_NAME'],
    functionVersion: env['AWS_LAMBDA_FUNCTION_VERSION'],
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
    identity: undefined,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    logGroupName: env['AWS_LAMBDA_LOG_GROUP_NAME'],
    logStreamName: env['AWS_LAMBDA_LOG_STREAM_NAME'],
    memoryLimitInMB: env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'],
  };
}
