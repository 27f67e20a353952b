import { describe, expect, it } from 'vitest';
import { remote } from '../support/remote.js';

class Shape {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
  area(): number {
    return 0;
  }
}
class Square extends Shape {
  readonly #side: number;
  constructor(side: number) {
    super('square');
    this.#side = side;
  }
  override area(): number {
    return this.#side ** 2;
  }
  scaled(by: number): Square {
    return new Square(this.#side * by);
  }
}
class OutOfPaper extends Error {
  override readonly name = 'OutOfPaper';
  readonly tray: number;
  constructor(tray: number, options?: ErrorOptions) {
    super(`tray ${tray} is empty`, options);
    this.tray = tray;
  }
}
class JamError extends OutOfPaper {
  readonly where = new Square(2);
}

describe('instances of classes', () => {
  it('arrive as instances of the class that the function knows', async () => {
    const areaOf = (shape: Shape) => [shape instanceof Square, shape instanceof Shape, shape.area()];
    expect(await remote(areaOf, new Square(3))).toEqual([true, true, 9]);
  });

  it("come back as instances of the program's own class", async () => {
    const scaled = await remote((square: Square) => square.scaled(2), new Square(2));
    expect(scaled).toBeInstanceOf(Square);
    expect(scaled.constructor).toBe(Square);
    expect(scaled.area()).toBe(16);
  });

  it('made by the worker come back as such too', async () => {
    const made = await remote(() => [new Square(1), new Shape('plain')]);
    expect(made[0]).toBeInstanceOf(Square);
    expect(made[1]).toBeInstanceOf(Shape);
    expect(made[1]).not.toBeInstanceOf(Square);
  });

  it('of classes that the function itself does not name, both ways', async () => {
    const echo = (value: object) => [value];
    const [back] = await remote(echo, new Square(5));
    expect(back).toBeInstanceOf(Square);
    expect(back).toHaveProperty('name', 'square');
  });

  it('deep inside Maps, arrays and other instances', async () => {
    class Group {
      readonly members = new Map<string, Shape>();
    }
    const group = new Group();
    group.members.set('a', new Square(2));
    const back = await remote((given: Group) => {
      given.members.set('b', new Square(3));
      return given;
    }, group);
    expect(back).toBeInstanceOf(Group);
    expect([...back.members.values()].map((shape) => shape.area())).toEqual([4, 9]);
    expect(back.members.get('a')).toBeInstanceOf(Square);
  });

  it('keep identity within one value', async () => {
    const one = new Square(1);
    const [a, b] = await remote((pair: Square[]) => (pair[0] === pair[1] ? pair : []), [one, one]);
    expect(a).toBe(b);
  });

  it('classes as items and results are the same classes', async () => {
    expect(await remote((given: typeof Square) => given, Square)).toBe(Square);
    expect(await remote((given: typeof Square) => new given(4).area(), Square)).toBe(16);
  });
});

describe('Error subclasses', () => {
  it('thrown: caught here as the own class, with fields, cause and message', async () => {
    const print = (tray: number) => {
      throw new JamError(tray, { cause: new TypeError('paper') });
    };
    const error: unknown = await remote(print, 2).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(JamError);
    expect(error).toBeInstanceOf(OutOfPaper);
    expect(error).toMatchObject({ name: 'OutOfPaper', message: 'tray 2 is empty', tray: 2 });
    expect(error).toHaveProperty('cause', expect.any(TypeError));
    expect(error).toHaveProperty('where', expect.any(Square));
  });

  it('caught in the worker by class, and returned', async () => {
    const attempt = () => {
      try {
        throw new OutOfPaper(1);
      } catch (error) {
        return error instanceof OutOfPaper ? error : undefined;
      }
    };
    expect(await remote(attempt)).toBeInstanceOf(OutOfPaper);
  });

  it('inside an AggregateError', async () => {
    const fail = () => {
      throw new AggregateError([new OutOfPaper(1), new Error('other')], 'several');
    };
    const error: unknown = await remote(fail).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AggregateError);
    expect(error).toHaveProperty('errors.0', expect.any(OutOfPaper));
  });
});
