import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Response } from 'express';
import nunjucks from 'nunjucks';
import type { Viewer } from './access.ts';

/** Answers with a page: a template below `src/`, in the layout that every page shares. */
export type Render = (res: Response, template: string, context: object) => void;

/** What the gate leaves in `res.locals` for the layout. */
export interface PageLocals {
  cspNonce: string;
  /** Open to anyone on this computer, since sign-in is not set up. */
  openLocally?: boolean;
  signedIn?: { readonly subject: string; readonly name: string | null };
  viewer?: Viewer;
}

const SOURCE = join(import.meta.dirname, '..');
const NHSUK = join(dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json')), 'dist');

export function createLayout(options: {
  simulator: boolean;
  assetUrl: (name: string) => string;
  /** A sentence for the top of every page, while something needs whoever runs Quietword. */
  trouble: () => string | undefined;
}): Render {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([SOURCE, NHSUK]), {
    autoescape: true,
    throwOnUndefined: true,
  });
  const pages = [
    { href: '/', text: 'What happened' },
    { href: '/triage', text: 'Triage' },
    { href: '/awareness', text: 'Awareness' },
    { href: '/training', text: 'Training' },
    { href: '/check', text: 'Check a message' },
    ...(options.simulator ? [{ href: '/try', text: 'Try it' }] : []),
  ];
  return (res, template, context) => {
    const locals = res.locals as PageLocals;
    const path = res.req.baseUrl + res.req.path;
    const html = environment.render(template, {
      ...context,
      cspNonce: locals.cspNonce,
      assetUrl: undefined,
      asset: options.assetUrl,
      openLocally: locals.openLocally ?? false,
      signedIn: locals.signedIn,
      trouble: options.trouble(),
      navigation: pages.map((page) => ({
        ...page,
        current: page.href === path || (page.href !== '/' && path.startsWith(`${page.href}/`)),
      })),
    });
    // Figures of people at work: no shared cache, and not in the back-forward cache of a shared ward computer.
    res.set('Cache-Control', 'no-store').type('html').send(html);
  };
}
