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

// Not `process.exit`: what was written must reach the other end of a pipe first.
void run(process.argv.slice(2), process).then((code) => {
  process.off('exit', tellEarlyEnd);
  process.exitCode = code;
});
