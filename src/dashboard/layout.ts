import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Response } from 'express';
import nunjucks from 'nunjucks';
import type { Viewer } from './access.ts';
import type { LookAs } from './look-as.ts';
import { menuFor } from './navigation.ts';
import { PROBLEM_PAGE } from './problems.ts';

/** Answers with a page: a template below `src/`, in the layout that every page shares. */
export type Render = (res: Response, template: string, context: object) => void;

/** What the gate leaves in `res.locals` for the layout. */
export interface PageLocals {
  cspNonce: string;
  /** Open to anyone on this computer, since sign-in is not set up. */
  openLocally?: boolean;
  signedIn?: { readonly subject: string; readonly name: string | null };
  viewer?: Viewer;
  /** What can be tried out without sign-in. */
  lookAs?: LookAs;
}

const SOURCE = join(import.meta.dirname, '..');
const NHSUK = join(dirname(createRequire(import.meta.url).resolve('nhsuk-frontend/package.json')), 'dist');

export function createLayout(options: {
  /** Pages that are there only where the simulator is on are left out of the menu. */
  simulator: boolean;
  assetUrl: (name: string) => string;
  /** A sentence for the top of every page, while something needs whoever runs Quietword. */
  trouble: () => string | undefined;
}): Render {
  const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader([SOURCE, NHSUK]), {
    autoescape: true,
    throwOnUndefined: true,
  });
  return (res, template, context) => {
    const locals = res.locals as PageLocals;
    const path = res.req.baseUrl + res.req.path;
    const html = environment.render(template, {
      ...context,
      // A form that comes back says so first, for whoever hears the page.
      isRefused: res.statusCode >= 400 && template !== PROBLEM_PAGE,
      cspNonce: locals.cspNonce,
      assetUrl: undefined,
      asset: options.assetUrl,
      openLocally: locals.openLocally ?? false,
      signedIn: locals.signedIn,
      trouble: options.trouble(),
      lookAs: locals.lookAs,
      navigation: menuFor(locals.viewer, path, options),
    });
    // Figures of people at work: no shared cache, and not in the back-forward cache of a shared ward computer.
    res.set('Cache-Control', 'no-store').type('html').send(html);
  };
}
