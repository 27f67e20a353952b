#!/usr/bin/env node
import { run } from '@lithops/cli';

// Failed until it is known to have succeeded, whatever makes the process end earlier. And not `process.exit`: what was
// written must reach the other end of a pipe first.
process.exitCode = 1;
void run(process.argv.slice(2), process).then((code) => {
  process.exitCode = code;
});
