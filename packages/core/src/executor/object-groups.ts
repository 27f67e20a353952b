import { addressOf, type ObjectAddress, type ObjectPart } from '../objects/index.js';

/** The calls of a map that are about one object. They follow each other. */
export interface ObjectGroup {
  /** Which object of the input, from 0. */
  readonly number: number;
  readonly object: ObjectAddress;
  /** Its first call, and how many there are. */
  readonly first: number;
  readonly size: number;
}

/** Which calls of a map are about which object, as far as they are read and not over. */
export class ObjectGroups {
  readonly #byCall = new Map<number, ObjectGroup>();
  #latest: ObjectGroup | undefined;

  /** Objects so far. */
  get count(): number {
    return this.#latest === undefined ? 0 : this.#latest.number + 1;
  }

  /** Told of each part in order, before its call can be sent. */
  add(part: ObjectPart, index: number): void {
    const group = this.#latest?.number === part.object ? this.#latest : groupOf(part, index);
    this.#latest = group;
    this.#byCall.set(index, group);
  }

  /** The group of a call that is over; asked for once. `undefined`: the call is about no object. */
  take(index: number): ObjectGroup | undefined {
    const group = this.#byCall.get(index);
    this.#byCall.delete(index);
    return group;
  }

  /** Groups with calls that are not over, in order. */
  get open(): ReadonlySet<ObjectGroup> {
    return new Set(this.#byCall.values());
  }
}

function groupOf({ place, object, totalParts }: ObjectPart, first: number): ObjectGroup {
  return { number: object, object: addressOf(place), first, size: totalParts };
}
