import { describe, expect, it } from 'vitest';
import { capture } from '../capture/capture.js';
import { CodeSpace } from './code-space.js';

class Base {
  readonly #secret: number;
  constructor(secret: number) {
    this.#secret = secret;
  }
  get secret(): number {
    return this.#secret;
  }
}
class Point extends Base {
  readonly x: number;
  constructor(x: number) {
    super(-x);
    this.x = x;
  }
}

const here = () => CodeSpace.of(capture(() => Point));
const points = (count: number) => Array.from({ length: count }, (_, index) => new Point(index));

describe('a chunk of instances of one class', () => {
  it('comes back as such, each with its own private state', () => {
    const space = here();
    const back = space.decode(space.encode(points(3)).bytes);
    expect(back).toEqual([expect.any(Point), expect.any(Point), expect.any(Point)]);
    expect(back.map((point) => point instanceof Point && [point.x, point.secret])).toEqual([
      [0, -0],
      [1, -1],
      [2, -2],
    ]);
  });

  it('names the class once', () => {
    const capsule = capture(() => Point);
    const bytes = Buffer.from(CodeSpace.of(capsule).encode(points(20)).bytes).toString('latin1');
    const classes = [Base, Point].length;
    expect(bytes.split(capsule.hash)).toHaveLength(1 + classes);
  });

  it('is whole when the value that names the class first cannot travel', () => {
    const space = here();
    const values = [{ point: new Point(1), bad: Promise.resolve() }, new Point(2), { point: new Point(3) }];
    const { bytes, failures } = space.encode(values);
    expect([...failures.keys()]).toEqual([0]);
    const [first, second, third] = space.decode(bytes);
    expect(first).toBeUndefined();
    expect(second).toEqual(new Point(2));
    expect(second).toBeInstanceOf(Point);
    expect(third).toEqual({ point: expect.any(Point) });
  });

  it('does not share instances among its values', () => {
    const space = here();
    const point = new Point(1);
    const [first, second] = space.decode(space.encode([point, point]).bytes);
    expect(first).toEqual(second);
    expect(first).not.toBe(second);
  });
});
