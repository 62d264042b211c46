import type { Topic } from '../../../quizzes/topics.ts';

/** The topics as the bank's files are titled. A bank may have been edited since: what isn't here is shown by its code. */
export const TOPIC_WORDS: Record<Topic, string> = {
  access: 'Records and logins',
  'approved-channels': 'Approved apps and channels',
  caldicott: 'The Caldicott Principles',
  deceased: 'After a death',
  devices: 'Phones and screens',
  incidents: 'When something goes wrong',
  'minimum-necessary': 'No more than is needed',
  mosaic: 'Clues that point to one person',
  photos: 'Photos and X-rays',
  record: 'From the chat to the record',
  requests: 'When people ask to see it',
  sharing: 'When you should share',
  venting: 'Hard days and complaints',
  'wrong-recipient': 'The right people in the group',
};
