import { describe, expect, it } from 'vitest';
import { remote } from '../support/remote.js';

const unit = Symbol.for('test.unit');

class Account {
  static #opened = 0;
  static bank = 'First';
  static readonly branches: string[] = [];
  static {
    Account.branches.push('main');
  }
  static open(owner: string): Account {
    Account.#opened += 1;
    return new Account(owner);
  }
  static get opened(): number {
    return Account.#opened;
  }

  #balance = 0;
  readonly owner: string;
  readonly notify = (text: string) => `${this.owner}: ${text}`;
  constructor(owner: string) {
    this.owner = owner;
  }
  deposit(amount: number): this {
    this.#balance += this.#checked(amount);
    return this;
  }
  #checked(amount: number): number {
    if (amount <= 0) throw new RangeError('nothing');
    return amount;
  }
  get balance(): number {
    return this.#balance;
  }
  set balance(value: number) {
    this.#balance = value;
  }
  static isAccount(value: object): boolean {
    return #balance in value;
  }
  [Symbol.toPrimitive](): string {
    return `Account(${this.owner})`;
  }
  [unit](): string {
    return 'coins';
  }
  *[Symbol.iterator](): Generator<number> {
    yield this.#balance;
  }
}

class Savings extends Account {
  readonly #rate: number;
  constructor(owner: string, rate: number) {
    super(owner);
    this.#rate = rate;
  }
  override deposit(amount: number): this {
    return super.deposit(amount * (1 + this.#rate));
  }
  override get balance(): number {
    return Math.round(super.balance);
  }
  static override open(owner: string): Savings {
    return new Savings(owner, Number(super.opened >= 0));
  }
}

describe('classes', () => {
  it('this in methods, fields and accessors', async () => {
    expect(await remote(() => new Account('ann').deposit(5).balance)).toBe(5);
    expect(await remote(() => new Account('ann').notify('hi'))).toBe('ann: hi');
    expect(
      await remote(() => {
        const account = new Account('ann');
        account.balance = 9;
        return account.balance;
      }),
    ).toBe(9);
  });

  it('super in constructors, methods, accessors and static methods', async () => {
    expect(await remote(() => new Savings('bob', 0.5).deposit(10).balance)).toBe(15);
    expect(await remote(() => Savings.open('bob').deposit(1).balance)).toBe(2);
  });

  it('#private fields, methods and the brand check', async () => {
    const opened = new Account('cy').deposit(3);
    expect(await remote(() => [opened.balance, Account.isAccount(opened), Account.isAccount({})])).toEqual([
      3,
      true,
      false,
    ]);
  });

  it('instances keep their #private state when they are captured', async () => {
    const savings = new Savings('di', 1).deposit(4);
    expect(
      await remote(() => [savings.balance, savings.deposit(1).balance, savings instanceof Account]),
    ).toEqual([8, 10, true]);
  });

  it('static blocks and initialisers are not run again: static state is as it is', async () => {
    Account.branches.push('harbour');
    expect(await remote(() => Account.branches)).toEqual(['main', 'harbour']);
  });

  it('private statics are as they are', async () => {
    const before = Account.opened;
    Account.open('ed');
    expect(await remote(() => Account.opened)).toBe(before + 1);
    expect(
      await remote(() => {
        Account.open('flo');
        return Account.opened;
      }),
    ).toBe(before + 2);
  });

  it('inherited statics', async () => {
    expect(await remote(() => [Savings.bank, Object.hasOwn(Savings, 'bank')])).toEqual(['First', false]);
  });

  it('computed members: well-known and registered symbols', async () => {
    expect(
      await remote(() => [
        `${new Account('gil')}`,
        new Account('gil')[unit](),
        [...new Account('x').deposit(2)],
      ]),
    ).toEqual(['Account(gil)', 'coins', [2]]);
  });

  it('class expressions, named and not, and classes made by functions', async () => {
    const mixin = (base: typeof Account) =>
      class Audited extends base {
        readonly log: string[] = [];
        override deposit(amount: number): this {
          this.log.push(`+${amount}`);
          return super.deposit(amount);
        }
      };
    const Audited = mixin(Account);
    expect(await remote(() => new Audited('hal').deposit(1).log)).toEqual(['+1']);
    expect(await remote(() => Audited.name)).toBe('Audited');
  });

  it('classes that extend built-ins', async () => {
    class Stack extends Array<number> {
      get top(): number | undefined {
        return this.at(-1);
      }
    }
    class Registry extends Map<string, number> {
      #reads = 0;
      override get(key: string): number | undefined {
        this.#reads += 1;
        return super.get(key);
      }
      get reads(): number {
        return this.#reads;
      }
    }
    const stack = Stack.from([1, 2, 3]);
    const registry = new Registry([['a', 1]]);
    registry.get('a');
    expect(await remote(() => [stack instanceof Stack, stack.length, Array.isArray(stack)])).toEqual([
      true,
      3,
      true,
    ]);
    expect(await remote(() => [registry.get('a'), registry.reads, registry instanceof Map])).toEqual([
      1,
      2,
      true,
    ]);
  });

  it('static methods and constructors as the function itself', async () => {
    expect(await remote(Account.isAccount, {})).toBe(false);
  });

  it('new.target and instanceof inside', async () => {
    class Shape {
      readonly kind: string;
      constructor() {
        this.kind = new.target.name;
      }
    }
    class Circle extends Shape {}
    expect(await remote(() => [new Shape().kind, new Circle().kind])).toEqual(['Shape', 'Circle']);
  });

  it('old constructor functions with a prototype', async () => {
    function Point(this: { x: number }, x: number) {
      this.x = x;
    }
    Point.prototype.double = function double(this: { x: number }) {
      return this.x * 2;
    };
    const make = (x: number) => Reflect.construct(Point, [x]);
    expect(await remote((x: number) => make(x).double(), 4)).toBe(8);
  });

  it('accessors, auto fields and frozen classes', async () => {
    // biome-ignore lint/complexity/noStaticOnlyClass: the statics are what is asked
    class Settings {
      static readonly limits = Object.freeze({ max: 3 });
      static get max(): number {
        return Settings.limits.max;
      }
    }
    expect(await remote(() => [Settings.max, Object.isFrozen(Settings.limits)])).toEqual([3, true]);
  });
});
