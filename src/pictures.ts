import { Router } from 'express';
import type { Log } from './log.ts';
import type { Db } from './store/database.ts';
import { findPicture } from './store/pictures.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Pictures of refreshers, for Slack, Teams and whoever was sent one: chat platforms fetch them without signing in. The address is
 * the key: its id is random, and stands only in messages that hold the picture.
 */
export function pictureRoutes(db: Db, log: Log): Router {
  const router = Router();
  router.get('/pictures/:id', async (req, res) => {
    const { id } = req.params;
    const picture = UUID.test(id) ? await findPicture(db, id) : undefined;
    if (!picture) {
      log.debug('picture.unknown');
      res.status(404).type('text/plain').send('There is no such picture.');
      return;
    }
    res
      .set({
        'Content-Type': picture.type,
        'Content-Security-Policy': "default-src 'none'",
        'Content-Disposition': 'inline',
        'Cross-Origin-Resource-Policy': 'cross-origin',
        'Cache-Control': 'private, max-age=86400, immutable',
      })
      .send(Buffer.from(picture.bytes));
  });
  return router;
}
