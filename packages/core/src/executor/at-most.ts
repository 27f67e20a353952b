/** Resolves when the work is done, or after that time. */
export async function atMost(limitMs: number, awaited: Promise<void> | undefined): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  await Promise.race([awaited, over]);
  clearTimeout(timer);
}
