import { describe, expect, it } from 'vitest';
import { RemoteJob, remote } from '../support/remote.js';

describe('kinds of functions', () => {
  it('declarations, expressions, arrows, async arrows, methods', async () => {
    function declared(x: number) {
      return x + 1;
    }
    const expressed = (x: number) => x + 2;
    const arrow = (x: number) => x + 3;
    const later = async (x: number) => x + 4;
    const { method } = {
      method(x: number) {
        return x + 5;
      },
    };
    expect(await Promise.all([declared, expressed, arrow, later, method].map((fn) => remote(fn, 0)))).toEqual(
      [1, 2, 3, 4, 5],
    );
  });

  it('tagged templates, whose raw strings stay the same object at each call', async () => {
    const seen: unknown[] = [];
    const tag = (strings: TemplateStringsArray, ...values: unknown[]) => {
      seen.push(strings);
      return strings.raw.join('|') + values.join(',');
    };
    const render = (x: number) => tag`a\n${x}b${x + 1}`;
    expect(
      await remote(() => {
        const text = render(1);
        render(2);
        return [text, seen[0] === seen[1]];
      }),
    ).toEqual(['a\\n|b|1,2', true]);
  });

  it('generators inside', async () => {
    function* count(to: number): Generator<number, string> {
      for (let index = 0; index < to; index += 1) yield index;
      return 'done';
    }
    expect(await remote((to: number) => [...count(to)], 3)).toEqual([0, 1, 2]);
  });

  it('async generators inside', async () => {
    async function* letters(): AsyncGenerator<string> {
      yield 'a';
      yield await Promise.resolve('b');
    }
    const collect = async () => {
      const all: string[] = [];
      for await (const letter of letters()) all.push(letter);
      return all;
    };
    expect(await remote(collect)).toEqual(['a', 'b']);
  });

  it('bound functions, bound again, with this and arguments', async () => {
    function add(this: { base: number }, a: number, b: number, c: number) {
      return [this.base, a, b, c];
    }
    const bound = add.bind({ base: 100 }, 1).bind(null, 2);
    expect(await remote(bound, 3)).toEqual([100, 1, 2, 3]);
  });

  it('functions of the language, by name', async () => {
    expect(await remote(Math.max, 1, 5, 3)).toBe(5);
    const { stringify } = JSON;
    const slice = Array.prototype.slice;
    expect(await remote(() => [stringify([1]), slice.call([1, 2, 3], 1)])).toEqual(['[1]', [2, 3]]);
  });

  it('functions with properties of their own', async () => {
    const render = Object.assign((x: number) => `${x}${render.unit}`, { unit: 'px', scale: { by: 2 } });
    expect(await remote((x: number) => [render(x), render.scale.by], 3)).toEqual(['3px', 2]);
  });

  it('names and lengths are kept', async () => {
    const shortName = (a: number, b: number) => a + b;
    expect(await remote(() => [shortName.name, shortName.length])).toEqual(['shortName', 2]);
  });

  it('strict and sloppy functions keep their mode', async () => {
    const sloppy: (name: string) => unknown = new Function(
      'name',
      'return this === undefined ? "strict" : typeof this',
    ) as never;
    const strict = () => {
      return (function (this: unknown) {
        return this;
      })();
    };
    expect(await remote(sloppy, 'x')).toBe('object');
    expect(await remote(strict)).toBeUndefined();
  });

  it('comments, strings and regular expressions that look like code', async () => {
    const odd = (/* ) => { */ text = '}', pattern = /[/}'"`]/g) => {
      // } end?
      return `${text.replace(pattern, '`')}${(() => '$' + '{')()}`;
    };
    expect(await remote(odd)).toBe('`$' + '{');
  });

  it('what they throw arrives with message, cause and own fields', async () => {
    const fail = () => {
      throw Object.assign(new RangeError('too big', { cause: new Error('inner') }), { limit: 3 });
    };
    await expect(remote(fail)).rejects.toThrow(RangeError);
    await expect(remote(fail)).rejects.toMatchObject({
      message: 'too big',
      limit: 3,
      cause: { message: 'inner' },
    });
  });

  it('what they throw that is no error arrives as it was', async () => {
    await expect(
      remote(() => {
        throw { code: 7 };
      }),
    ).rejects.toEqual({ code: 7 });
  });
});

describe('functions as values', () => {
  it('in Maps, Sets, arrays and objects', async () => {
    const double = (x: number) => x * 2;
    const handlers = new Map<string, (x: number) => number>([
      ['double', double],
      ['square', (x) => x * x],
    ]);
    const all = new Set([double]);
    const table = { list: [double], nested: { double } };
    expect(
      await remote(
        (x: number) => [
          handlers.get('square')?.(x),
          handlers.get('double')?.(x),
          all.has(table.nested.double),
          table.list[0]?.(x),
        ],
        3,
      ),
    ).toEqual([9, 6, true, 6]);
  });

  it('in class fields, with the this of their instance', async () => {
    class Button {
      label = 'ok';
      handle = () => this.label;
      static create = () => new Button();
    }
    const button = new Button();
    button.label = 'changed';
    expect(await remote(() => [new Button().handle(), Button.create().handle()])).toEqual(['ok', 'ok']);
    expect(await remote(() => new Button().label)).toBe('ok');
  });

  it('as arguments: a function that closes over values', async () => {
    const factor = 3;
    const apply = (fn: (x: number) => number, x: number) => fn(x);
    expect(await remote(apply, (x: number) => x * factor, 5)).toBe(15);
  });

  it('as arguments, several calls of one job', async () => {
    const job = new RemoteJob((fn: (x: number) => number) => fn(2));
    expect(await job.call((x) => x + 1)).toBe(3);
    expect(await job.call((x) => x * 10)).toBe(20);
  });

  it('as results, with what they close over', async () => {
    const adder = await remote((base: number) => (x: number) => base + x, 40);
    expect(adder(2)).toBe(42);
  });

  it('as results: a captured function comes back as the same function', async () => {
    const captured = () => 'mine';
    expect(await remote(() => captured)).toBe(captured);
  });

  it('as arguments that come back: the same function', async () => {
    const sent = (x: number) => x;
    expect(await remote((fn: (x: number) => number) => ({ fn }), sent)).toEqual({ fn: sent });
  });
});

describe('many functions', () => {
  it('a long chain of functions, each closing over the next', async () => {
    let chain = (x: number): number => x;
    for (let index = 0; index < 2000; index += 1) {
      const next = chain;
      chain = (x) => (index % 500 === 0 ? next(x) + 1 : next(x));
    }
    expect(await remote(chain, 0)).toBe(4);
  });
});

describe('the state of a job', () => {
  it('is shared by its calls in one process', async () => {
    const cache = new Map<number, string>();
    let calls = 0;
    const job = new RemoteJob((x: number) => {
      calls += 1;
      const known = cache.has(x);
      cache.set(x, 'seen');
      return [calls, known];
    });
    expect(await job.call(1)).toEqual([1, false]);
    expect(await job.call(1)).toEqual([2, true]);
  });

  it('is not shared by two jobs, and does not flow back', async () => {
    let calls = 0;
    const count = () => ++calls;
    expect(await remote(count)).toBe(1);
    expect(await remote(count)).toBe(1);
    expect(calls).toBe(0);
  });
});
