/**
 * A worker as small as one can be: a plain Node.js process that knows nothing of the program. Loads capsules, calls
 * their root, answers with the result; every value crosses by the codec.
 */
import { CodeSpace } from '../../src/index.js';
import type { Reply, Request } from './messages.js';

let space: CodeSpace | undefined;

process.on('message', (request: Request) => {
  answer(request).then(
    (reply) => process.send?.(reply),
    (error: unknown) =>
      process.send?.({ id: request.id, outcome: 'broken', message: String(error), stack: stackOf(error) }),
  );
});

async function answer({ id, capsules, items, keep }: Request): Promise<Reply> {
  if (keep && space) await space.add(capsules);
  const current = keep && space ? space : await CodeSpace.load(capsules);
  space = current;
  const [parameters] = current.decode(items);
  if (!Array.isArray(parameters)) throw new TypeError('expected the parameters as an array');
  try {
    const value: unknown = await Reflect.apply(current.root, undefined, parameters);
    return { id, outcome: 'returned', ...encode(current, value) };
  } catch (error) {
    return { id, outcome: 'threw', ...encode(current, error) };
  }
}

function encode(current: CodeSpace, value: unknown) {
  const { bytes, capsules, failures } = current.encode([value], { path: () => 'result' });
  const [failure] = failures.values();
  if (failure) throw failure;
  return { bytes, capsules: capsules.map((capsule) => ({ hash: capsule.hash, bytes: capsule.bytes })) };
}

function stackOf(error: unknown): string | undefined {
  return error instanceof Error ? error.stack : undefined;
}
