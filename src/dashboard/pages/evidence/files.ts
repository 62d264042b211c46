import { asCsvLines } from '../../csv.ts';
import { createPdf } from '../../pdf.ts';
import { NOTHING_YET, type Pack } from './pack.ts';

/** The pack as a document to hand in. */
export async function asPdf(pack: Pack): Promise<Buffer> {
  const pdf = await createPdf({ title: `${pack.title}, ${pack.period}`, footer: `Quietword, made ${pack.made}` });
  pdf.heading(1, pack.title);
  pdf.paragraph(`${pack.period}. Made ${pack.made}.`);
  for (const paragraph of pack.about) pdf.paragraph(paragraph);
  for (const { title, outcome, tables } of pack.sections) {
    pdf.heading(2, title);
    pdf.paragraph(outcome);
    if (tables.length === 0) pdf.paragraph(NOTHING_YET);
    for (const table of tables) {
      pdf.heading(3, table.title);
      pdf.paragraph(table.says);
      pdf.table(table.head, table.rows, [2, ...table.head.slice(1).map(() => 1)]);
    }
  }
  return pdf.end();
}

/** The same, one figure a line: section, table, row, what it is, and the figure. */
export function asCsv({ sections }: Pack): string {
  const lines = sections.flatMap(({ title: section, tables }) =>
    tables.flatMap(({ title, head, rows }) =>
      rows.flatMap(([name = '', ...cells]) =>
        cells.map((cell, at) => [section, title, name, head[at + 1] ?? '', cell]),
      ),
    ),
  );
  return asCsvLines([['section', 'table', 'row', 'figure', 'value'], ...lines]);
}
