// A plain Node.js process: loads the capsules of a file, runs them, prints what came out. Knows nothing of the program.
import { readFileSync } from 'node:fs';

const [closure, file] = process.argv.slice(2);
const lithops = await import(closure);
const resolveModule = (specifier) => (specifier === '@lithops/closure' ? lithops : undefined);
const { captured } = JSON.parse(readFileSync(file, 'utf8'));
const results = {};
for (const [name, capsule] of Object.entries(captured)) {
  if (capsule.error) {
    results[name] = `not captured: ${capsule.error}`;
    continue;
  }
  try {
    const bytes = new Uint8Array(Buffer.from(capsule.bytes, 'base64'));
    const fn = await lithops.load({ hash: capsule.hash, bytes }, { resolveModule });
    results[name] = await fn();
  } catch (error) {
    results[name] = `not run: ${error instanceof Error ? error.stack : error}`;
  }
}
console.log(JSON.stringify(results));
