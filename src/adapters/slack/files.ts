import { z } from 'zod';
import type { Attachment } from '../../policy/types.ts';
import { lines } from './text.ts';

/** A file as a message names it; a file itself is never fetched. `mode`: `snippet` for whatever is text, `tombstone` where it is gone. */
export const file = z.object({
  name: z.string().nullish(),
  title: z.string().nullish(),
  mimetype: z.string().nullish(),
  mode: z.string().nullish(),
  // What a channel shows of it: https://docs.slack.dev/reference/objects/file-object. An odd one must not cost the file its name.
  preview: z.string().nullish().catch(null),
  preview_plain_text: z.string().nullish().catch(null),
  subject: z.string().nullish().catch(null),
  alt_txt: z.string().nullish().catch(null),
  transcription: z
    .object({ preview: z.object({ content: z.string() }) })
    .nullish()
    .catch(null),
});
type Files = readonly z.infer<typeof file>[] | null | undefined;

/** The title is what the reader sees and the name ends in the file's kind: both may name a person. */
export function filesOf(files: Files): Attachment[] {
  return (files ?? []).flatMap(({ name, title, mimetype }) => {
    const names = new Set([title, name].filter((part) => part));
    return names.size > 0 || mimetype ? [{ name: [...names].join(' '), type: mimetype ?? '' }] : [];
  });
}

/**
 * What everybody in the channel reads of the files without opening one: the beginning of a snippet (Slack makes one of a long
 * paste), an e-mail's subject and beginning, what was said in a clip, how a picture is described.
 */
export function shownOfFiles(files: Files): string {
  return lines(
    (files ?? []).map((one) =>
      lines(
        [
          one.subject,
          // Of a post or an e-mail it is HTML.
          one.mode === 'snippet' ? one.preview : one.preview_plain_text,
          one.transcription?.preview.content,
          one.alt_txt,
        ].map((part) => part?.trim() ?? ''),
      ),
    ),
  );
}
