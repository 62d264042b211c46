import { Parser } from 'htmlparser2';

/**
 * What the reader of a Teams message sees of its HTML: https://learn.microsoft.com/graph/api/resources/chatmessage. Mentions
 * read "@colleague", as on Slack: who is called is a colleague, whatever they are called.
 */
export function shownText(html: string): string {
  const shown: string[] = [];
  /** Of the elements that are open: what to say at their end. */
  const ends: string[] = [];
  let hidden = 0;
  const parser = new Parser({
    onopentag(name, { alt, href, itemtype }) {
      if (hidden === 0) {
        if (BLOCKS.has(name)) shown.push('\n');
        if (name === 'at') shown.push('@colleague');
        if (alt && (name === 'emoji' || isEmoji(itemtype))) shown.push(alt);
      }
      if (HIDDEN.has(name)) hidden++;
      // A name may hide the address that is a tap away.
      ends.push(name === 'a' && href?.startsWith('mailto:') ? ` (${href.slice('mailto:'.length)})` : '');
    },
    ontext(text) {
      if (hidden === 0) shown.push(text.replace(/\s+/g, ' '));
    },
    onclosetag(name) {
      const end = ends.pop() ?? '';
      if (HIDDEN.has(name)) hidden--;
      if (hidden > 0) return;
      if (end && !shown.at(-1)?.includes('@')) shown.push(end);
      if (BLOCKS.has(name)) shown.push('\n');
      if (CELLS.has(name)) shown.push(' ');
    },
  });
  parser.end(html);
  return shown
    .join('')
    .replace(/\u00a0/g, ' ')
    .replace(/ *\n */g, '\n')
    .replace(/\n{2,}/g, '\n')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** Their own text isn't what is read: mentions are named, files are listed apart. */
const HIDDEN = new Set(['at', 'attachment', 'script', 'style', 'emoji']);
const CELLS = new Set(['td', 'th']);
const BLOCKS = new Set([
  'p',
  'div',
  'br',
  'hr',
  'li',
  'ul',
  'ol',
  'tr',
  'table',
  'blockquote',
  'pre',
  'codeblock',
  'h1',
  'h2',
  'h3',
]);

/** Older emoji are pictures. */
const isEmoji = (itemtype: string | undefined): boolean => itemtype?.includes('Emoji') ?? false;

/** The pictures that are in the HTML itself. */
export function picturesIn(html: string): number {
  let pictures = 0;
  const parser = new Parser({
    onopentag(name, { itemtype }) {
      if (name === 'img' && !isEmoji(itemtype)) pictures++;
    },
  });
  parser.end(html);
  return pictures;
}
