/** What the quizzes are about, and how many questions a bank has on each at the least. */
export const TOPICS = {
  'approved-channels': 5,
  'minimum-necessary': 6,
  mosaic: 6,
  'wrong-recipient': 5,
  photos: 6,
  deceased: 3,
  venting: 3,
  access: 4,
  record: 5,
  caldicott: 4,
  incidents: 5,
  devices: 3,
  requests: 2,
  sharing: 3,
} as const satisfies Record<string, number>;

export type Topic = keyof typeof TOPICS;
