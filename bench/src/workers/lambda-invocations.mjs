// Invokes a function so many times, by this project's backend or the SDK's client, and prints the processor time of one.
import { json } from 'node:stream/consumers';

const { endpoint, by, invocations, warmUp, atOnce, bytes } = await json(process.stdin);
const body = new Uint8Array(bytes);
const name = 'lithops-worker';
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'secret' };

async function lithops() {
  const { awsLambda } = await import('@lithops/backend-aws-lambda');
  const { silentContext } = await import('@lithops/core/config');
  const { aws_lambda: section } = awsLambda.sections;
  const defaults = Object.entries(section).map(([key, spec]) => [key, spec.default]);
  const settings = {
    ...Object.fromEntries(defaults),
    endpoint,
    region: 'us-east-1',
    execution_role: 'arn:aws:iam::123456789012:role/lithops',
    access_key_id: keys.accessKeyId,
    secret_access_key: keys.secretAccessKey,
  };
  const backend = await awsLambda.create({ aws_lambda: settings }, silentContext());
  const spec = { name: undefined, memoryMb: 256, timeoutMs: 180_000, packages: [], hash: '' };
  const activation = { id: 'a', jobId: 'j', runtime: { id: name, spec }, body };
  return async () => {
    const options = { reply: 'inline', signal: new AbortController().signal };
    const reply = await backend.invoke(activation, options);
    return reply.body.byteLength;
  };
}

async function sdk() {
  const { InvokeCommand, LambdaClient } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient({ endpoint, region: 'us-east-1', credentials: keys });
  return async () => {
    const event = { reply: 'inline', body: Buffer.from(body).toString('base64') };
    const command = new InvokeCommand({
      FunctionName: name,
      Payload: Buffer.from(JSON.stringify(event)),
      LogType: 'Tail',
    });
    const { Payload } = await client.send(command);
    return Buffer.from(JSON.parse(Payload.transformToString()), 'base64').byteLength;
  };
}

const invoke = await (by === 'sdk' ? sdk() : lithops());

async function many(count) {
  let begun = 0;
  const one = async () => {
    while (begun++ < count) {
      const got = await invoke();
      if (got !== bytes) throw new Error(`Expected ${bytes} bytes, got ${got}.`);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, one));
}

await many(warmUp);
const before = process.cpuUsage();
await many(invocations);
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ cpuMs: (user + system) / 1000 / invocations }));
process.exit();
