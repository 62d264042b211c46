/**
 * Asks whether a text ends in a way. `pattern` ends with $, which an expression otherwise tries from each place of
 * the text; looked at backwards from the end it mostly fails at the first letter.
 */
export function ending(pattern: RegExp): (text: string) => boolean {
  const backwards = new RegExp(`(?<=${pattern.source.slice(0, -1)})`, `${pattern.flags}y`);
  return (text) => {
    backwards.lastIndex = text.length;
    return backwards.test(text);
  };
}
