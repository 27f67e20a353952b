import type { S3Server } from './s3-server.js';

/** What to set so that the tests use a server that is there already. */
export const s3Variables = [
  'LITHOPS_TEST_S3_ENDPOINT',
  'LITHOPS_TEST_S3_ACCESS_KEY',
  'LITHOPS_TEST_S3_SECRET_KEY',
] as const;

/**
 * The S3 server that the environment names, if it does. `LITHOPS_TEST_S3_REGION` (default: us-east-1) and the keys of a second
 * user, `LITHOPS_TEST_S3_STRANGER_ACCESS_KEY` and `LITHOPS_TEST_S3_STRANGER_SECRET_KEY`, may be left out.
 *
 * @throws Error when only some of {@link s3Variables} are set
 */
export function s3OfEnvironment(environment: NodeJS.ProcessEnv): S3Server | undefined {
  const [endpoint, accessKeyId, secretAccessKey] = s3Variables.map((name) => environment[name] || undefined);
  if (endpoint === undefined && accessKeyId === undefined && secretAccessKey === undefined) return undefined;
  if (endpoint === undefined || accessKeyId === undefined || secretAccessKey === undefined) {
    const unset = s3Variables.filter((name) => !environment[name]);
    throw new Error(`Expected ${s3Variables.join(', ')} all to be set or none, got no ${unset.join(', ')}.`);
  }
  return {
    endpoint,
    region: environment['LITHOPS_TEST_S3_REGION'] || 'us-east-1',
    credentials: { accessKeyId, secretAccessKey },
    stranger: strangerOf(environment),
  };
}

function strangerOf(environment: NodeJS.ProcessEnv): S3Server['stranger'] {
  const accessKeyId = environment['LITHOPS_TEST_S3_STRANGER_ACCESS_KEY'];
  const secretAccessKey = environment['LITHOPS_TEST_S3_STRANGER_SECRET_KEY'];
  if (!accessKeyId || !secretAccessKey) return undefined;
  return { accessKeyId, secretAccessKey };
}
