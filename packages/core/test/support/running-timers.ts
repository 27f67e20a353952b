/** Of this process, by whom: its own runner has its own, taken before these functions were wrapped. */
const running = new Map<NodeJS.Timeout, string>();

/** Timers that still run and keep the process alive, with where each was started. */
export function runningTimers(): ReadonlyMap<NodeJS.Timeout, string> {
  return new Map([...running].filter(([timer]) => timer.hasRef()));
}

/** From now on all timers of this process are known; to be called once, before what starts them. */
export function watchTimers(): void {
  globalThis.setTimeout = wrapped(globalThis.setTimeout, started(true));
  globalThis.setInterval = wrapped(globalThis.setInterval, started(false));
  globalThis.clearTimeout = wrapped(globalThis.clearTimeout, cleared);
  globalThis.clearInterval = wrapped(globalThis.clearInterval, cleared);
}

type Apply = NonNullable<ProxyHandler<() => unknown>['apply']>;

/** A proxy, because such functions have properties of their own, `util.promisify` among them. */
function wrapped<F extends (...args: never[]) => unknown>(fn: F, apply: Apply): F {
  return new Proxy(fn, { apply } as ProxyHandler<F>);
}

function started(once: boolean): Apply {
  return (target, self, [callback, ...rest]) => {
    const fire = (...args: unknown[]): unknown => {
      if (once) running.delete(timer);
      return typeof callback === 'function' ? Reflect.apply(callback, undefined, args) : undefined;
    };
    const timer = call(target, self, [fire, ...rest]) as NodeJS.Timeout;
    running.set(timer, whereFrom(new Error().stack));
    return timer;
  };
}

const cleared: Apply = (target, self, args) => {
  running.delete(args[0] as NodeJS.Timeout);
  return call(target, self, args);
};

function call(target: object, self: unknown, args: readonly unknown[]): unknown {
  return typeof target === 'function' ? Reflect.apply(target, self, args) : undefined;
}

/** The line of the program that started it: the first that is not of this file. */
function whereFrom(stack = ''): string {
  const frames = stack.split('\n').slice(1);
  return frames.find((frame) => !frame.includes('running-timers'))?.trim() ?? 'somewhere';
}
