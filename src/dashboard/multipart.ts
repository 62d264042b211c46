import busboy from 'busboy';
import type { RequestHandler } from 'express';
import { Problem } from './problems.ts';

/** What a form with a file sent, in `req.body`: text by field, all values of those that stand more than once, and the file. */
export interface Multipart {
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Null where none was chosen. */
  readonly file: { readonly bytes: Uint8Array; readonly isTooLarge: boolean } | null;
}

interface Limits {
  /** The field of the file. */
  readonly file: string;
  /** Bytes. Of a larger file the rest is thrown away, and the form is read to its end all the same. */
  readonly largest: number;
}

const MOST_FIELDS = 1_000;
const LONGEST_FIELD = 50_000;

const unreadable = () =>
  new Problem(
    400,
    'That form can’t be read',
    'Quietword could not read what your browser sent. Go back and try again.',
  );

/** Reads a form with a file into memory: it touches no disk. */
export function multipart({ file: name, largest }: Limits): RequestHandler {
  return (req, _res, next) => {
    const fields: Record<string, string[]> = {};
    let file: Multipart['file'] = null;
    let isOver = false;
    const end = (problem?: Problem) => {
      if (isOver) return;
      isOver = true;
      req.unpipe();
      req.resume();
      req.body = { fields, file } satisfies Multipart;
      next(problem);
    };
    let parser: busboy.Busboy;
    try {
      parser = busboy({
        headers: req.headers,
        limits: { fields: MOST_FIELDS, fieldSize: LONGEST_FIELD, files: 1, fileSize: largest },
      });
    } catch {
      // It refuses whatever isn't multipart/form-data with a boundary.
      end(unreadable());
      return;
    }
    parser
      .on('field', (field, value) => {
        fields[field] = [...(fields[field] ?? []), value];
      })
      .on('file', (field, stream) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('close', () => {
          const bytes = Buffer.concat(chunks);
          if (field === name && bytes.length > 0) file = { bytes, isTooLarge: stream.truncated === true };
        });
      })
      .on('fieldsLimit', () => end(unreadable()))
      .on('error', () => end(unreadable()))
      .on('close', () => end());
    req.pipe(parser);
  };
}
