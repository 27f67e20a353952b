import type { CapsuleData } from '../../src/index.js';

export interface Request {
  readonly id: number;
  readonly capsules: readonly CapsuleData[];
  /** One value: the array of parameters. */
  readonly items: Uint8Array<ArrayBuffer>;
  /** Use the code that is loaded already: another call of the same job. */
  readonly keep: boolean;
}

export type Reply =
  | {
      readonly id: number;
      readonly outcome: 'returned' | 'threw';
      readonly bytes: Uint8Array<ArrayBuffer>;
      readonly capsules: readonly CapsuleData[];
    }
  | {
      readonly id: number;
      readonly outcome: 'broken';
      readonly message: string;
      readonly stack: string | undefined;
    };
