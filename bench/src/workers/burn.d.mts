export default function burn(iterations: number): number;
