/** Takes every step, one after the other, also after one that failed. @throws what the first that failed threw */
export async function everyStep(steps: readonly (() => unknown)[]): Promise<void> {
  const failures: { readonly error: unknown }[] = [];
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      failures.push({ error });
    }
  }
  const [first] = failures;
  if (first !== undefined) throw first.error;
}
