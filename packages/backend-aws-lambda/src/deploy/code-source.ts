import type { FunctionCode } from '@aws-sdk/client-lambda';
import type { CodeArchive } from './code-archive.js';

/** What a function is made of. */
export type CodeSource =
  | {
      readonly kind: 'zip';
      readonly archive: CodeArchive;
      /** SHA-256 of the archive in base64, as Lambda tells it. */
      readonly sha256: string;
    }
  | {
      readonly kind: 'image';
      /** With its digest, so that it stays the same whatever is pushed: `…/name@sha256:…`. */
      readonly uri: string;
      /** The digest in hex, as Lambda tells it. */
      readonly sha256: string;
    };

/** The same in a request that creates a function or changes its code. */
export async function codeIn(source: CodeSource): Promise<FunctionCode> {
  switch (source.kind) {
    case 'zip':
      return await source.archive.forRequest();
    case 'image':
      return { ImageUri: source.uri };
  }
}
