export default function busy(durationMs) {
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs);
}
