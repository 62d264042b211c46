import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { AUDIENCES, CATEGORIES, LEVELS } from '../../src/policy/types.ts';
import { MARKS, readMarked } from './marked.ts';

const folder = join(import.meta.dirname, 'cases/marked');
const written = (text: string): string => {
  const file = join(mkdtempSync(join(tmpdir(), 'marked-')), 'ours.txt');
  writeFileSync(file, text);
  return file;
};

describe('a marked case', () => {
  it('is read with its marks and files', () => {
    const file = written(
      '# a comment\nurgent care-team name files=a.jpg,b.pdf | [name:Mrs Okafor] is\\n[s:MRSA pos]\n',
    );
    expect(readMarked(file)).toEqual([
      {
        id: 'ours-2',
        expect: 'urgent',
        audience: 'care-team',
        categories: ['name'],
        attachments: [
          { name: 'a.jpg', type: 'image/jpeg' },
          { name: 'b.pdf', type: 'application/pdf' },
        ],
        text: 'Mrs Okafor is\nMRSA pos',
        marks: [
          { mark: 'name', start: 0, end: 10 },
          { mark: 's', start: 14, end: 22 },
        ],
      },
    ]);
  });

  it('of another form is refused with its file and line', () => {
    const file = written('clear care-team - | tea\nno such line\n');
    expect(() => readMarked(file)).toThrow(`${file}, line 2: not "level audience categories | text".`);
  });
});

describe.each(readdirSync(folder).filter((name) => name.endsWith('.txt')))('%s', (name) => {
  it('uses the guide’s words, and says nothing twice', () => {
    const cases = readMarked(join(folder, name));
    for (const { id, expect: level, audience, categories, marks, text } of cases) {
      expect(LEVELS, id).toContain(level);
      expect(AUDIENCES, id).toContain(audience);
      for (const category of categories) expect(CATEGORIES, id).toContain(category);
      expect(level === 'clear', id).toBe(categories.length === 0);
      for (const { mark, start, end } of marks) {
        expect(Object.keys(MARKS), id).toContain(mark);
        expect(text.slice(start, end).trim(), id).not.toBe('');
      }
    }
    expect(new Set(cases.map(({ text, audience }) => `${audience} ${text}`)).size).toBe(cases.length);
  });
});
