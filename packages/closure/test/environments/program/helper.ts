import { Decimal } from 'decimal.js';

let rate = new Map<string, string>();
const listeners: string[] = [];

/** Called at start-up: workers see the module as it is then. */
export function configure(country: string, percent: string): void {
  rate = new Map([...rate, [country, percent]]);
  listeners.push(country);
}

export function withTax(amount: number, country = 'de'): string {
  const percent = rate.get(country) ?? '0';
  return new Decimal(amount).times(percent).div(100).plus(amount).toFixed(2);
}

export default function known(): string {
  return listeners.join();
}

export class Money {
  static made = 0;
  readonly #cents: number;
  constructor(cents: number) {
    Money.made += 1;
    this.#cents = cents;
  }
  get euros(): number {
    return this.#cents / 100;
  }
}

export class Price extends Money {
  readonly label: string;
  constructor(cents: number, label: string) {
    super(cents);
    this.label = label;
  }
  override get euros(): number {
    return super.euros * 2;
  }
}

export class TooDear extends Error {
  override readonly name = 'TooDear';
}
