#!/usr/bin/env node
import { run } from '@lithops/cli';

// Failed until it is known to have succeeded: when nothing is left to wait for, Node.js just ends.
process.exitCode = 1;
const tellEarlyEnd = (): void => {
  process.stderr.write(
    'Error: the command ended before it was done. This is a mistake of Lithops or of a plug-in.\n',
  );
};
process.once('exit', tellEarlyEnd);

// Who reads us, such as `head`, may have seen enough: no reason for a stack, but not all was delivered.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.off('exit', tellEarlyEnd);
  process.exit(1);
});

/** How long something that a plug-in forgot to close may keep the ended command alive, milliseconds. */
const patienceMs = 5_000;

// Not `process.exit`: what was written must reach the other end of a pipe first.
void run(process.argv.slice(2), process).then((code) => {
  process.off('exit', tellEarlyEnd);
  process.exitCode = code;
  setTimeout(() => process.exit(code), patienceMs).unref();
});
