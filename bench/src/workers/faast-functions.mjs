export const FAAST_URL = import.meta.url;

export const noOp = (x) => x;
