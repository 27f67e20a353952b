import { FunctionExecutor } from '@lithops/core';
import { RuntimeAdmin } from '@lithops/core/config';
import { memoryStorage } from '@lithops/core/testing';
import type { AwsCloud } from '@lithops/testing-aws-cloud';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Installation } from './support/command.js';
import { dockerOf } from './support/docker.js';
import { cloud, type LambdaOptions, lambda } from './support/lambda.js';
import { actionsOf, policiesOf, userWith } from './support/policies.js';

/** What no request of Lithops needs, and who does. */
const others: Readonly<Record<string, string>> = {
  'ecr:BatchCheckLayerAvailability': 'docker push',
  'ecr:CompleteLayerUpload': 'docker push',
  'ecr:InitiateLayerUpload': 'docker push',
  'ecr:PutImage': 'docker push',
  'ecr:UploadLayerPart': 'docker push',
  'ecr:GetRepositoryPolicy': 'Lambda, which lets itself read the repository, as who makes the function',
  'ecr:SetRepositoryPolicy': 'Lambda, likewise',
};
const noSignal = new AbortController().signal;

async function admin(aws: AwsCloud, keys: LambdaOptions): Promise<RuntimeAdmin> {
  const options = { backend: lambda(aws, keys), storage: memoryStorage(), runtime: 'thumbnails' };
  const runtimes = await RuntimeAdmin.open(options);
  onTestFinished(() => runtimes[Symbol.asyncDispose]());
  return runtimes;
}

describe('the rights for images', () => {
  it('are what building, deploying, running and deleting them needs, each with its own policy', async () => {
    const yaml = 'aws_lambda:\n  runtime: thumbnails\n';
    const { deploy, run, tools } = await policiesOf(await Installation.with(yaml, {}));
    const aws = await cloud();
    dockerOf(aws);
    const deployer = userWith(aws, 'deployer', actionsOf(deploy));
    const ofDeployer = await admin(aws, deployer.keys);
    await ofDeployer.build(undefined, () => undefined, noSignal);
    await ofDeployer.deploy(noSignal);

    const runner = userWith(aws, 'runner', actionsOf(run));
    const backend = lambda(aws, runner.keys);
    await using exec = new FunctionExecutor({ backend, storage: memoryStorage(), runtime: 'thumbnails' });
    expect(await exec.map((n: number) => n + 1, [1])).toEqual([2]);

    const keeper = userWith(aws, 'keeper', actionsOf(tools));
    const ofKeeper = await admin(aws, keeper.keys);
    for (const one of await ofKeeper.list()) await ofKeeper.delete(one);

    const isAboutImages = (action: string): boolean => action.startsWith('ecr:');
    const asked = [deployer, runner, keeper].map((user) => [...new Set(user.asked())].filter(isAboutImages));
    const granted = [deploy, run, tools].map((policy) =>
      actionsOf(policy).filter((action) => isAboutImages(action) && others[action] === undefined),
    );
    expect(asked.map((actions) => actions.sort())).toEqual(granted);
    expect([...aws.requests].filter(({ errorCode }) => /AccessDenied/.test(errorCode ?? ''))).toEqual([]);
  });
});
