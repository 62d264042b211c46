import { renderNotice as renderInSlack } from './adapters/slack/notice.ts';
import { renderNotice as renderInTeams } from './adapters/teams/notice.ts';
import type { PrivateNotice } from './chat.ts';

/** A notice as a platform would be handed it, for a page to draw: Slack's blocks, and Teams' Adaptive Card. */
export const previews = {
  slack: (notice: PrivateNotice) => renderInSlack(notice).blocks,
  teams: (notice: PrivateNotice) => renderInTeams(notice, null),
};
export type Previews = typeof previews;
