import { fork } from 'node:child_process';

if (process.argv[2] === 'child') {
  process.send(1);
} else {
  const child = fork(process.argv[1], ['child']);
  child.once('message', () => child.kill('SIGKILL'));
}
