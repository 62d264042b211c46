import { z } from 'zod';

/** For which installation of the app something is. In an org-wide one the team may be left out. */
const installation = z.object({
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
});

/** The outside of an event: for whom it is, and whether other organisations read the channel. */
export const envelope = z.object({
  ...installation.shape,
  context_team_id: z.string().nullish(),
  context_enterprise_id: z.string().nullish(),
  is_ext_shared_channel: z.boolean().nullish(),
  /** Seconds since 1970. */
  event_time: z.number().nullish(),
  authorizations: z.array(installation).nullish(),
});
export type Envelope = z.infer<typeof envelope>;

/**
 * The tenants under which an event's installation may be kept, the likeliest first. `authorizations` says whose event it is: in a
 * channel shared between organisations `team_id` may be the other one's. Where it is absent, the context or the event has to do.
 */
export function tenantsOfEvent(event: Envelope): string[] {
  if (event.authorizations?.length) return event.authorizations.flatMap(tenantsOf);
  return tenantsOf({
    team_id: event.context_team_id ?? event.team_id,
    enterprise_id: event.context_team_id ? event.context_enterprise_id : event.enterprise_id,
    is_enterprise_install: event.is_enterprise_install,
  });
}

/** A workspace may be covered by an installation of its own or by that of its enterprise. */
export function tenantsOf({ team_id, enterprise_id, is_enterprise_install }: z.infer<typeof installation>): string[] {
  const tenants = is_enterprise_install ? [enterprise_id, team_id] : [team_id, enterprise_id];
  return tenants.filter((tenant) => typeof tenant === 'string');
}
