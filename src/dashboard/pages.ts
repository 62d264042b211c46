import { type RequestHandler, Router } from 'express';
import { grantedBy, type Route } from './access.ts';

type GetPath = Extract<Route, `GET ${string}`> extends `GET ${infer Path}` ? Path : never;
type PostPath = Extract<Route, `POST ${string}`> extends `POST ${infer Path}` ? Path : never;

/** Where pages are put: each behind the gate and behind its own line of the access table. One that isn't in the table doesn't compile. */
export interface Pages {
  get(path: GetPath, ...handlers: RequestHandler[]): void;
  post(path: PostPath, ...handlers: RequestHandler[]): void;
  readonly router: Router;
}

export function createPages(gate: readonly RequestHandler[]): Pages {
  const router = Router();
  return {
    get: (path, ...handlers) => void router.get(path, ...gate, grantedBy(`GET ${path}`), ...handlers),
    post: (path, ...handlers) => void router.post(path, ...gate, grantedBy(`POST ${path}`), ...handlers),
    router,
  };
}
