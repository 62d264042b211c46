import type { Response } from 'express';
import type { PrivateNotice } from '../../chat.ts';

/** A notice on its way to a page: for which post of that page, or for none, and for whom of the team. */
export interface PageNotice extends PrivateNotice {
  readonly message: number | null;
  readonly person: string;
  /** Where it stands, in the place of the notice that stood there. */
  readonly place: string;
}

interface Page {
  readonly streams: Set<Response>;
  /** The latest, so that a page whose connection dropped gets them when it is back. */
  notices: PageNotice[];
  seenAt: number;
}

/** A page without a connection counts as open for so long: browsers reconnect within seconds. */
const GRACE = 30_000;
const NOTICES_KEPT = 50;
const PAGES_KEPT = 500;
const HEARTBEAT = 20_000;

/** The open pages, in memory only, and the notices that they were given a short while ago. */
export class Mailbox {
  readonly #pages = new Map<string, Page>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** A page is there: it asked for something. False where too many are open already. */
  touch(session: string): boolean {
    this.#forgetClosed();
    const page = this.#pages.get(session);
    if (page) page.seenAt = this.#now();
    else if (this.#pages.size < PAGES_KEPT) {
      this.#pages.set(session, { streams: new Set(), notices: [], seenAt: this.#now() });
    } else return false;
    return true;
  }

  /** Streams notices to a page until it closes, those it may have missed first; the page drops what it has. */
  connect(session: string, res: Response): void {
    const page = this.#pages.get(session);
    if (!page) return;
    res.set({ 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store', 'X-Accel-Buffering': 'no' });
    res.write('retry: 2000\n\n');
    for (const notice of page.notices) write(res, notice);
    page.streams.add(res);
    // Proxies drop what is silent for a minute or so.
    const heartbeat = setInterval(() => res.write(':\n\n'), HEARTBEAT);
    res.on('close', () => {
      clearInterval(heartbeat);
      page.streams.delete(res);
      page.seenAt = this.#now();
    });
  }

  /** False where no such page is open. */
  deliver(session: string, notice: PageNotice): boolean {
    this.#forgetClosed();
    const page = this.#pages.get(session);
    if (!page) return false;
    page.notices = [...page.notices.filter(({ place }) => place !== notice.place), notice].slice(-NOTICES_KEPT);
    for (const stream of page.streams) write(stream, notice);
    return true;
  }

  close(): void {
    for (const page of this.#pages.values()) for (const stream of page.streams) stream.end();
    this.#pages.clear();
  }

  #forgetClosed(): void {
    for (const [session, page] of this.#pages) {
      if (page.streams.size === 0 && page.seenAt < this.#now() - GRACE) this.#pages.delete(session);
    }
  }
}

/** JSON has no raw line breaks, which would end the event. */
function write(stream: Response, notice: PageNotice): void {
  stream.write(`data: ${JSON.stringify(notice)}\n\n`);
}
