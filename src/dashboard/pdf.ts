import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** A typeface with the letters of Welsh and Polish names, which the fonts that every PDF reader has lack. */
const FONTS = join(dirname(createRequire(import.meta.url).resolve('roboto-fontface/package.json')), 'fonts/roboto');

/** A4, in points. */
const MARGIN = 56;
const INK = '#212b32';
const RULE = '#aeb7bd';
const SIZES = { h1: 22, h2: 16, h3: 12.5, p: 10.5, cell: 9 } as const;
const ROW_PADDING = 4;

export interface Pdf {
  heading(level: 1 | 2 | 3, text: string): void;
  paragraph(text: string): void;
  /** `widths`: shares of the line; the first column is the name of the row. */
  table(head: readonly string[], rows: readonly (readonly string[])[], widths: readonly number[]): void;
  /** Puts page numbers on, and resolves to the whole. */
  end(): Promise<Buffer>;
}

/** A tagged PDF that screen readers can follow: title, language, headings, tables with their heads. */
export async function createPdf({ title, footer }: { title: string; footer: string }): Promise<Pdf> {
  // Loaded for the first document, as Vega is for the first chart.
  const { default: PDFDocument } = await import('pdfkit');
  const doc = new PDFDocument({
    size: 'A4',
    margin: MARGIN,
    bufferPages: true,
    pdfVersion: '1.7',
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    info: { Title: title, Creator: 'Quietword' },
  });
  doc.registerFont('plain', join(FONTS, 'Roboto-Regular.woff'));
  doc.registerFont('bold', join(FONTS, 'Roboto-Bold.woff'));
  const chunks: Buffer[] = [];
  doc.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<Buffer>((resolve, reject) => {
    doc.on('end', () => resolve(Buffer.concat(chunks)));
    doc.on('error', reject);
  });
  const root = doc.struct('Document');
  doc.addStructure(root);
  const width = doc.page.width - 2 * MARGIN;
  const bottom = () => doc.page.height - MARGIN - 24;
  const room = (height: number) => {
    if (doc.y + height > bottom()) doc.addPage();
  };
  const say = (tag: string, text: string, font: string, size: number, before: number) => {
    doc.font(font).fontSize(size);
    room(before + doc.heightOfString(text, { width }) + (tag === 'P' ? 0 : 3 * size));
    doc.y += before;
    root.add(
      doc.struct(tag, {}, () => {
        doc.font(font).fontSize(size).fillColor(INK).text(text, MARGIN, doc.y, { width });
      }),
    );
  };

  return {
    heading: (level, text) =>
      say(`H${level}`, text, 'bold', SIZES[`h${level}`], level === 1 ? 0 : level === 2 ? 20 : 12),
    paragraph: (text) => say('P', text, 'plain', SIZES.p, 5),
    table(head, rows, widths) {
      const all = widths.reduce((sum, one) => sum + one, 0);
      const columns = widths.map((one) => (width * one) / all);
      const table = doc.struct('Table');
      root.add(table);
      doc.y += 6;
      const line = (cells: readonly string[], isHead: boolean) => {
        const font = (at: number) => (isHead || at === 0 ? 'bold' : 'plain');
        const heights = cells.map((cell, at) =>
          doc
            .font(font(at))
            .fontSize(SIZES.cell)
            .heightOfString(cell, { width: (columns[at] ?? 0) - ROW_PADDING }),
        );
        const height = Math.max(...heights) + 2 * ROW_PADDING;
        if (doc.y + height > bottom()) {
          doc.addPage();
          if (!isHead) line(head, true);
        }
        const top = doc.y;
        const row = doc.struct('TR');
        table.add(row);
        let left = MARGIN;
        for (const [at, cell] of cells.entries()) {
          const x = left;
          const size = (columns[at] ?? 0) - ROW_PADDING;
          row.add(
            doc.struct(isHead || at === 0 ? 'TH' : 'TD', {}, () => {
              doc
                .font(font(at))
                .fontSize(SIZES.cell)
                .fillColor(INK)
                .text(cell, x, top + ROW_PADDING, { width: size, align: at === 0 ? 'left' : 'right' });
            }),
          );
          left += columns[at] ?? 0;
        }
        row.end();
        doc.y = top + height;
        doc.markContent('Artifact', { type: 'Layout' });
        doc
          .moveTo(MARGIN, doc.y)
          .lineTo(MARGIN + width, doc.y)
          .lineWidth(0.5)
          .strokeColor(RULE)
          .stroke();
        doc.endMarkedContent();
      };
      line(head, true);
      for (const row of rows) line(row, false);
      table.end();
    },
    end() {
      const { start, count } = doc.bufferedPageRange();
      for (let page = start; page < start + count; page += 1) {
        doc.switchToPage(page);
        // Below the margin text would begin another page.
        doc.page.margins.bottom = 0;
        doc.markContent('Artifact', { type: 'Pagination', attached: ['Bottom'] });
        doc
          .font('plain')
          .fontSize(8)
          .fillColor(INK)
          .text(`${footer}. Page ${page - start + 1} of ${count}`, MARGIN, doc.page.height - MARGIN + 12, {
            width,
            lineBreak: false,
          });
        doc.endMarkedContent();
      }
      root.end();
      doc.end();
      return ended;
    },
  };
}
