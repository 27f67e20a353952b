import type { FileHandle } from 'node:fs/promises';

/** Reads `length` bytes from `start`; fewer when the file ends before. */
export async function readBytes(
  handle: FileHandle,
  start: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let filled = 0;
  while (filled < length) {
    const { bytesRead } = await handle.read(bytes, filled, length - filled, start + filled);
    if (bytesRead === 0) return bytes.subarray(0, filled);
    filled += bytesRead;
  }
  return bytes;
}

const streamChunkBytes = 256 * 1024;

/** Streams `length` bytes from `start` and closes the file at the end, on cancellation and on error. */
export function streamBytes(
  handle: FileHandle,
  start: number,
  length: number,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  let position = start;
  const end = start + length;
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const chunk = await readBytes(handle, position, Math.min(streamChunkBytes, end - position));
          position += chunk.byteLength;
          if (chunk.byteLength > 0) controller.enqueue(chunk);
          if (position < end && chunk.byteLength > 0) return;
          await handle.close();
          controller.close();
        } catch (error) {
          await handle.close();
          throw error;
        }
      },
      cancel: () => handle.close(),
    },
    { highWaterMark: 0 },
  );
}
