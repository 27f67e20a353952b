import type { External } from '../bundle/index.js';
import type { AnyFunction } from '../code-space/records.js';
import type { FunctionLocation } from './inspector.js';

/** What travels: bytes, and their SHA-256, which is the capsule's name. */
export interface CapsuleData {
  /** SHA-256 of `bytes`, as 64 hexadecimal digits. */
  readonly hash: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What makes a capsule big. */
export interface Contributor {
  readonly path: string;
  readonly sizeBytes: number;
}

/** A captured function with what only this side knows of it. */
export interface Capsule extends CapsuleData {
  /** Modules that are not in the capsule: the worker must have them. */
  readonly externals: readonly External[];
  /** The packages' bundle: its hash and its source map, as JSON. */
  readonly bundle: { readonly hash: string; readonly map: string | undefined } | undefined;
  /** Largest first; for capsules over 1 MB. */
  readonly contributors: readonly Contributor[];
  /** The function that was captured. */
  readonly root: AnyFunction;
  /** Live functions and classes, package exports, the root, and unique symbols, by their index in the capsule. */
  readonly live: readonly unknown[];
  /** Hashes of capsules that must be loaded before this one. */
  readonly needs: readonly string[];
  /** How many variables it holds. */
  readonly variables: number;
  /** As it was captured with; supplementary capsules are captured likewise. */
  readonly options: CaptureOptions;
  /** Where each function stands in its script. */
  readonly locations: readonly (FunctionLocation | undefined)[];
}

/** Which packages travel with a function. */
export interface CaptureOptions {
  /** Packages to bundle: all (`[]`, the default), those named, or none (`null`: the worker has them). */
  readonly includeModules?: readonly string[] | null | undefined;
  /** Packages to leave out of the bundle: the worker has them. */
  readonly excludeModules?: readonly string[] | undefined;
  /** Packages that are installed beside the worker, such as native addons. */
  readonly packages?: readonly string[] | undefined;
  /**
   * What becomes of packages with native add-ons that are not in `packages`. `refuse` (default): an error with the line
   * that helps. `external`: the worker shares this file system and loads them from where the importing file finds them.
   */
  readonly natives?: 'refuse' | 'external' | undefined;
}
