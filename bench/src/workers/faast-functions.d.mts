export const FAAST_URL: string;
export function noOp(x: unknown): unknown;
