import { inflateSync } from 'node:zlib';

/** What a PDF of ours says, a line for each piece of text, as its reader would copy it. Throws where it is no such PDF. */
export function textOfPdf(bytes: Buffer): string[] {
  const file = bytes.toString('latin1');
  const object = (id: string | undefined): string => {
    const found = new RegExp(`(?:^|\\n)${id} 0 obj\\n([\\s\\S]*?)\\nendobj`).exec(file)?.[1];
    if (found === undefined) throw new Error(`The PDF has no object ${id}.`);
    return found;
  };
  const streamOf = (id: string | undefined): string => {
    const said = /stream\n([\s\S]*)\nendstream$/.exec(object(id))?.[1];
    if (said === undefined) throw new Error(`Object ${id} of the PDF has no stream.`);
    return inflateSync(Buffer.from(said, 'latin1')).toString('latin1');
  };
  const lettersOf = (font: string | undefined): Map<number, string> =>
    lettersIn(streamOf(/\/ToUnicode (\d+) 0 R/.exec(object(font))?.[1]));

  return [...file.matchAll(/\n(\d+) 0 obj\n<<\n\/Type \/Page\n/g)].flatMap(([, id]) => {
    const page = object(id);
    const resources = object(/\/Resources (\d+) 0 R/.exec(page)?.[1]);
    const fonts = new Map(
      [...resources.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, font]) => [name, lettersOf(font)]),
    );
    let letters = new Map<number, string>();
    const said: string[] = [];
    const content = streamOf(/\/Contents (\d+) 0 R/.exec(page)?.[1]);
    for (const [, font, pieces = ''] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
      if (font) letters = fonts.get(font) ?? new Map();
      else
        said.push(
          [...pieces.matchAll(/<([0-9a-f]*)>/g)]
            .flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? [])
            .map((code) => letters.get(Number.parseInt(code, 16)) ?? '')
            .join(''),
        );
    }
    return said;
  });
}

/** By the codes of a font's letters, what they are: https://www.adobe.com/content/dam/acom/en/devnet/font/pdfs/5411.ToUnicode.pdf */
function lettersIn(map: string): Map<number, string> {
  const letters = new Map<number, string>();
  // A ligature is several.
  for (const [, first = '', list = ''] of map.matchAll(/<([0-9a-f]+)> <[0-9a-f]+> \[(.*?)\]/g))
    for (const [at, units] of (list.match(/(?<=<)[^>]+/g) ?? []).entries())
      letters.set(
        Number.parseInt(first, 16) + at,
        String.fromCharCode(...units.split(' ').map((unit) => Number.parseInt(unit, 16))),
      );
  return letters;
}
