// A call writes 100 MB to stdout. This program starts itself once more, so that it can count what arrives there.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { FunctionExecutor } from '@lithops/core';

if (process.argv[2] === 'inner') {
  const exec = new FunctionExecutor();
  const future = exec.callAsync(() => {
    const line = Buffer.alloc(2 ** 20, 'beginning ');
    for (let count = 0; count < 100; count++) process.stdout.write(line);
    process.stdout.write('end');
  });
  await future;
  const logs = await future.logs();
  process.stderr.write(` ${logs.length} ${logs.slice(0, 9)} ${logs.slice(-3)}`);
  await exec.close();
} else {
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), 'inner']);
  let written = 0;
  let told = '';
  child.stdout.on('data', (chunk) => {
    written += chunk.length;
  });
  child.stderr.on('data', (chunk) => {
    told += chunk;
  });
  child.on('close', () => console.log(`${written}${told}`));
}
