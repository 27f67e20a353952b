import { Session } from 'node:inspector';

const handler = Symbol.for('lithops.interrupt');

/** How long the user thread is waited for, milliseconds: in native code it hears nothing. */
const ANSWER_MS = 250;

/** User thread: what it does when the watch thread interrupts it, in the middle of whatever it runs. */
export function onInterrupt(answer: () => string): void {
  Object.defineProperty(globalThis, handler, { value: answer, configurable: true });
}

/**
 * Watch thread: interrupts the user thread, also in an endless loop, and gives its answer; `undefined` when it is in native
 * code (`execSync`). V8 looks for interrupts at every call and every turn of a loop; the inspector is what posts them from
 * another thread (`Session.connectToMainThread`, Node.js).
 */
export function interruptUserThread(): Promise<string | undefined> {
  const session = new Session();
  session.connectToMainThread();
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), ANSWER_MS);
    const expression = `globalThis[Symbol.for('lithops.interrupt')]()`;
    session.post('Runtime.evaluate', { expression, returnByValue: true }, (_error, answer) => {
      clearTimeout(timer);
      resolve(typeof answer?.result?.value === 'string' ? answer.result.value : undefined);
    });
  }).finally(() => session.disconnect()) as Promise<string | undefined>;
}
