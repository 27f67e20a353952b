/**
 * What `start` makes of each item, in the order of the items, with at most `limit` of them begun before they are asked
 * for. A slow list of items does not hold back what is there; what fails does so in its turn.
 */
export async function* readAhead<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  limit: number,
  start: (item: T) => R | Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const begun: Promise<{ readonly value: R } | undefined>[] = [];
  let last: Promise<unknown> = Promise.resolve();
  let isOpen = true;
  let isReading = false;

  const next = async () => {
    isReading = true;
    const item = await iterator.next();
    isReading = false;
    if (item.done === true) isOpen = false;
    return item;
  };
  const begin = () => {
    // One item is read at a time, but what is made of it is not waited for.
    const item = last.then(() => (isOpen ? next() : undefined));
    last = item.catch(() => {
      isOpen = false;
    });
    const result = item.then(async (read) =>
      read === undefined || read.done === true ? undefined : { value: await start(read.value) },
    );
    result.catch(() => {}); // told when its turn comes
    begun.push(result);
  };

  try {
    while (true) {
      while (begun.length < limit) begin();
      const result = await begun.shift();
      if (result === undefined) return;
      yield result.value;
    }
  } finally {
    if (isOpen) {
      isOpen = false;
      const closed = iterator.return?.();
      // While it reads, it closes after that, which may be never: nobody waits for it then.
      if (isReading) Promise.resolve(closed).catch(() => {});
      else await closed;
    }
  }
}
