import {
  DeleteFunctionCommand,
  type FunctionConfiguration,
  type LambdaClient,
  ListTagsCommand,
  paginateListFunctions,
} from '@aws-sdk/client-lambda';
import { failureOf } from '@lithops/aws';
import { OWNER_TAG } from '../deploy/function-plan.js';

/** A function that Lithops has made. */
export interface OwnFunction {
  readonly name: string;
  readonly configuration: FunctionConfiguration;
  readonly tags: Readonly<Record<string, string>>;
}

/** Functions with our tag, whose name begins like that. */
export async function* ownFunctions(client: LambdaClient, prefix: string): AsyncGenerator<OwnFunction> {
  for await (const { Functions = [] } of paginateListFunctions({ client }, {})) {
    for (const configuration of Functions) {
      const { FunctionName: name, FunctionArn: arn } = configuration;
      if (name === undefined || arn === undefined || !name.startsWith(prefix)) continue;
      const tags = await tagsOf(client, arn);
      if (tags[OWNER_TAG] !== undefined) yield { name, configuration, tags };
    }
  }
}

/** One that is gone already is as good. */
export async function deleteFunction(client: LambdaClient, name: string): Promise<void> {
  try {
    await client.send(new DeleteFunctionCommand({ FunctionName: name }));
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

async function tagsOf(client: LambdaClient, arn: string): Promise<Readonly<Record<string, string>>> {
  try {
    const { Tags = {} } = await client.send(new ListTagsCommand({ Resource: arn }));
    return Tags;
  } catch (error) {
    if (isMissing(error)) return {};
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return failureOf(error).code === 'ResourceNotFoundException';
}
