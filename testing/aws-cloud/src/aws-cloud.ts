import { LoopbackServer, Scratch } from '@lithops/testing-services';
import { ecrService } from './ecr/ecr-service.js';
import { ImagePushes } from './ecr/image-pushes.js';
import { ImageRegistry } from './ecr/image-registry.js';
import { FaultPlan } from './faults/fault-plan.js';
import { Gateway } from './gateway/gateway.js';
import { RequestLog } from './gateway/request-log.js';
import { iamService } from './iam/iam-service.js';
import { Roles } from './iam/roles.js';
import { Identities } from './identity/identities.js';
import type { AwsCredentials } from './identity/identity.js';
import { startLambda } from './lambda/start-lambda.js';
import { LogStore } from './logs/log-store.js';
import { logsService } from './logs/logs-service.js';
import type { AwsCloudOptions } from './options.js';
import { stsService } from './sts/sts-service.js';

/** A running double of AWS. */
export interface AwsCloud extends AsyncDisposable {
  /** Of all its services. */
  readonly endpoint: string;
  readonly accountId: string;
  readonly region: string;
  /** Of the double's own user. */
  readonly credentials: AwsCredentials;
  /** Variables with which the SDK finds the double and is its user. */
  readonly env: Readonly<Record<string, string>>;
  /** All requests, as they came. */
  readonly requests: RequestLog;
  readonly faults: FaultPlan;
  readonly identities: Identities;
  readonly roles: Roles;
  readonly images: ImageRegistry;
  /** Deletes a function, as another client could. */
  deleteFunction(name: string, region?: string): void;
  /** Ends a function's Pending or InProgress now, however long `durations` says. */
  settle(name: string, region?: string): void;
  /** How many environments a function has had since it was deployed or updated last. */
  environmentsOf(name: string, region?: string): number;
  /** The most events that ran at the same time. */
  mostAtOnce(region?: string): number;
  /** How many asynchronous events are not done with. */
  readonly pendingEvents: number;
  /** Ends all processes, frees all ports, removes all files. May be called twice. */
  stop(): Promise<void>;
}

/** Starts a double of AWS on a free port of the loopback interface. It ends with `stop()`, or with this process. */
export async function startAwsCloud(options: AwsCloudOptions = {}): Promise<AwsCloud> {
  const scratch = await Scratch.open('lithops-aws');
  try {
    return await start(options, scratch);
  } catch (error) {
    await scratch.end();
    throw error;
  }
}

async function start(options: AwsCloudOptions, scratch: Scratch): Promise<AwsCloud> {
  const { accountId = '123456789012', regions = ['us-east-1', 'eu-west-1'], s3 } = options;
  const identities = new Identities(accountId);
  const user = identities.addUser('tester', options.allow, s3?.credentials);
  const roles = new Roles(accountId);
  for (const role of options.roles ?? [{ name: 'lithops' }])
    roles.add({ ...(s3 && { keys: s3.credentials }), ...role });
  const images = new ImageRegistry(accountId);
  const logs = new LogStore(options.logDelayMs ?? 0);
  const requests = new RequestLog();
  const faults = new FaultPlan();
  let endpoint = '';
  const lambda = await startLambda({
    options,
    scratch,
    accountId,
    identities,
    roles,
    images,
    logs,
    endpoints: () => ({
      AWS_ENDPOINT_URL: endpoint,
      ...(s3 && { AWS_ENDPOINT_URL_S3: s3.endpoint }),
      ...scratch.mark,
    }),
  });
  const services = [
    lambda.service,
    stsService(identities, roles),
    ecrService(images),
    logsService(logs),
    iamService(roles),
  ];
  const gateway = new Gateway({ accountId, regions, services, identities, faults, log: requests });
  const pushes = new ImagePushes(images, { folder: scratch.path('images'), region: regions[0] });
  const server = await LoopbackServer.start((message, response) => {
    const handler = message.url?.startsWith('/v2/') === true ? pushes : gateway;
    // What no service has foreseen is a fault of this double: the client is to see it, and the run to fail.
    handler.handle(message, response).catch((error: unknown) => {
      response.destroy();
      throw error;
    });
  });
  endpoint = server.endpoint;
  const [region] = regions;
  const stop = async () => {
    await server.stop();
    await lambda.stop();
    await scratch.end();
  };
  return {
    endpoint,
    accountId,
    region,
    credentials: user.credentials,
    env: {
      AWS_ENDPOINT_URL: endpoint,
      ...(s3 && { AWS_ENDPOINT_URL_S3: s3.endpoint }),
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: user.credentials.accessKeyId,
      AWS_SECRET_ACCESS_KEY: user.credentials.secretAccessKey,
      ...(user.credentials.sessionToken && { AWS_SESSION_TOKEN: user.credentials.sessionToken }),
    },
    requests,
    faults,
    identities,
    roles,
    images,
    deleteFunction: (name, of = region) => lambda.functions.remove(name, of),
    settle: (name, of = region) => lambda.functions.get(name, of).settle(),
    environmentsOf: (name, of = region) => lambda.functions.get(name, of).current.pool.created,
    mostAtOnce: (of = region) => lambda.concurrencyOf(of).mostAtOnce,
    get pendingEvents() {
      return lambda.events.size;
    },
    stop,
    [Symbol.asyncDispose]: stop,
  };
}
