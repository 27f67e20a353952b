/** Uses the processor, not the clock: whoever takes the core away makes it last longer. */
export default function burn(iterations) {
  let x = 1;
  for (let count = 0; count < iterations; count++) x = (x * 1_103_515_245 + 12_345) & 0x7fff_ffff;
  return x;
}
