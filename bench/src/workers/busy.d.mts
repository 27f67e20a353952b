export default function busy(durationMs: number): void;
