import { Parser } from 'htmlparser2';

/** The fields of the forms on a page that a browser would send back, as they are filled in; of buttons, none. */
export function formFields(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  let area: string | undefined;
  const parser = new Parser({
    onopentag(tag, { name, value = '', type, checked }) {
      if (!name) return;
      if (tag === 'textarea') {
        area = name;
        fields[name] = '';
      }
      const isChoice = type === 'radio' || type === 'checkbox';
      if (tag === 'input' && type !== 'submit' && (!isChoice || checked !== undefined)) fields[name] = value;
    },
    ontext(text) {
      // The parser leaves a textarea's text as it stands; a browser doesn't.
      if (area !== undefined) fields[area] += plain(text);
    },
    onclosetag(tag) {
      if (tag === 'textarea') area = undefined;
    },
  });
  parser.write(html);
  parser.end();
  return fields;
}

const SIGNS = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#96': '`' } as const;

const plain = (text: string): string =>
  text.replace(/&(amp|lt|gt|quot|#39|#96);/g, (_, name: keyof typeof SIGNS) => SIGNS[name]);
