// Runs a job on Lambda, with its payloads in S3, and prints the results. First argument: JSON of how.
import { awsLambda } from '@lithops/backend-aws-lambda';
import { FunctionExecutor } from '@lithops/core';
import { ceph } from '@lithops/storage-s3';

const { lambda, store } = JSON.parse(process.argv[2]);
const exec = new FunctionExecutor({ backend: awsLambda(lambda), storage: ceph(store) });
console.log(JSON.stringify(await exec.map((x) => x * x, [1, 2, 3])));
await exec.close();
