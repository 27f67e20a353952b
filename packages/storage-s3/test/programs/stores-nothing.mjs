// Runs a job with S3 configured that stores nothing, and prints which files of the SDK were loaded for it.
import module from 'node:module';
import { FunctionExecutor } from '@lithops/core';

const exec = new FunctionExecutor({ configFile: process.argv[2] });
const results = await exec.map((x) => x * 2, [1, 2]);
await exec.close();
const files = Object.keys(Reflect.get(module, '_cache'));
console.log(JSON.stringify({ results, loaded: files.filter((file) => /@aws-sdk|smithy/.test(file)).length }));
