/** Who did something, as logs name them: without sign-in it is whoever uses this computer. */
export const sayActor = (actor: string): string => (actor === 'local' ? 'somebody at this computer' : actor);
