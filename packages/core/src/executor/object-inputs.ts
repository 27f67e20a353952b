import { LithopsError } from '../errors/lithops-error.js';
import { type InputReader, readerOf } from '../job/input.js';
import {
  type ObjectPart,
  type ObjectReaders,
  type ObjectSource,
  type PartitionOptions,
  partsOf,
} from '../objects/index.js';
import type { ObjectMapOptions } from './options.js';

export interface ObjectInputServices {
  readonly readers: ObjectReaders;
  /** Do workers see the files of this program? Asked while a job runs, so there is a backend. */
  sharesFiles(): boolean;
}

/** Told of each part, with the number of its call, before that can be sent. */
export type OnPart = (part: ObjectPart, index: number) => void;

/** Objects as input of an executor's jobs. */
export class ObjectInputs {
  readonly #services: ObjectInputServices;

  constructor(services: ObjectInputServices) {
    this.#services = services;
  }

  /** Listings are read as far as there are slots, and no further. What they fail with ends the input. */
  reader(
    source: ObjectSource<unknown>,
    options: ObjectMapOptions,
    onPart: OnPart = () => undefined,
  ): InputReader {
    return readerOf(this.#parts(source, partitionOf(options), onPart));
  }

  async *#parts(
    source: ObjectSource<unknown>,
    options: PartitionOptions,
    onPart: OnPart,
  ): AsyncGenerator<ObjectPart> {
    let index = 0;
    for await (const part of partsOf(source, options, this.#services.readers)) {
      if (part.place.kind === 'file' && !this.#services.sharesFiles()) throw filesNotShared(part.place.path);
      onPart(part, index++);
      yield part;
    }
  }
}

function partitionOf({ objChunkSize, objChunkNumber, objNewline }: ObjectMapOptions): PartitionOptions {
  return { chunkSize: objChunkSize, chunkNumber: objChunkNumber, newline: objNewline };
}

function filesNotShared(path: string): LithopsError {
  return new LithopsError({
    code: 'LITHOPS_FILES_NOT_SHARED',
    message:
      `Expected objects that workers can reach, got the file ${path}: the workers of this backend do not see the files of this machine. ` +
      `Put it into storage first (storage.uploadFile('${path}', bucket)) and name it as bucket/key.`,
  });
}
