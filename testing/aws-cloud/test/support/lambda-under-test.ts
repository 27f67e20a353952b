import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  InvokeCommand,
  type InvokeCommandInput,
  LambdaClient,
} from '@aws-sdk/client-lambda';
import type { AwsCloud } from '../../src/index.js';
import { handlerZip } from './packages.js';

export const roleArn = 'arn:aws:iam::123456789012:role/lithops';

/** What any of the SDK's clients needs to find the double. The SDK itself does not try again: tests count requests. */
export function clientConfig({ endpoint, credentials, region }: AwsCloud) {
  return { endpoint, credentials, region, maxAttempts: 1 };
}

export interface InvokeOutcome {
  readonly value: unknown;
  readonly functionError: string | undefined;
  readonly log: string;
  readonly requestId: string;
}

/** The SDK's client with what most tests do. */
export class LambdaUnderTest implements Disposable {
  readonly client: LambdaClient;

  constructor(cloud: AwsCloud) {
    this.client = new LambdaClient({
      ...clientConfig(cloud),
      requestHandler: { httpAgent: { maxSockets: 2_000 } },
    });
  }

  /** @param code a package, or the body of a handler */
  async create(
    name: string,
    code: Buffer | string,
    input: Partial<CreateFunctionCommandInput> = {},
  ): Promise<void> {
    await this.client.send(
      new CreateFunctionCommand({
        FunctionName: name,
        Role: roleArn,
        Runtime: 'nodejs22.x',
        Handler: 'index.handler',
        MemorySize: 256,
        Timeout: 60,
        Code: { ZipFile: typeof code === 'string' ? await handlerZip(code) : code },
        ...input,
      }),
    );
  }

  async invoke(
    name: string,
    event: unknown = {},
    input: Partial<InvokeCommandInput> = {},
  ): Promise<InvokeOutcome> {
    const reply = await this.client.send(
      new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(event), LogType: 'Tail', ...input }),
    );
    const payload = reply.Payload?.transformToString() ?? '';
    return {
      value: payload === '' ? undefined : JSON.parse(payload),
      functionError: reply.FunctionError,
      log: Buffer.from(reply.LogResult ?? '', 'base64').toString('utf8'),
      requestId: reply.$metadata.requestId ?? '',
    };
  }

  [Symbol.dispose](): void {
    this.client.destroy();
  }
}
