export function inWords(is: boolean): string {
  return is ? 'yes' : 'no';
}
