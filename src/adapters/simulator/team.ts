import type { Audience } from '../../policy/types.ts';

/** The invented people and channels of the page, and posts to try. No number or name here is anyone's. */
export const TEAM = [
  { id: 'sam', first: 'Sam', name: 'Sam Carter', role: 'staff nurse', initials: 'SC', team: 'Ward 7' },
  { id: 'priya', first: 'Priya', name: 'Priya Nair', role: 'ward clerk', initials: 'PN', team: 'Ward 7' },
  { id: 'tomos', first: 'Tomos', name: 'Tomos Evans', role: 'physiotherapist', initials: 'TE', team: 'Therapies' },
  { id: 'grace', first: 'Grace', name: 'Grace Obi', role: 'healthcare assistant', initials: 'GO', team: 'Ward 7' },
] as const;

export const CHANNELS: readonly {
  readonly audience: Audience;
  readonly name: string;
  readonly about: string;
  readonly readers: number;
  /** How many of the readers are from another organisation. */
  readonly guests: number;
}[] = [
  { audience: 'care-team', name: 'Ward 7 team', about: 'The care team’s own channel', readers: 18, guests: 0 },
  { audience: 'organisation', name: 'All staff', about: 'Everyone who works here', readers: 4200, guests: 0 },
  {
    audience: 'external',
    name: 'Ward 7 and Riverbank care home',
    about: 'Another organisation is in it',
    readers: 31,
    guests: 6,
  },
  { audience: 'direct', name: 'You and Dr Osei', about: 'One to one', readers: 2, guests: 0 },
];

export const LANGUAGE_NAMES = [
  { code: 'en', name: 'English' },
  { code: 'cy', name: 'Cymraeg' },
] as const;

/** NHS numbers that begin with 999 are never issued. */
export const EXAMPLES = [
  { title: 'An NHS number', text: 'Can someone chase the bloods for 999 413 2075? The lab says they never got them.' },
  { title: 'A name', text: 'Mrs Hartwell’s daughter rang again, could somebody ring her back?' },
  {
    title: 'Name and diagnosis',
    text: 'Agnes Hartwell has tested positive for C. diff, please move her to a side room.',
  },
  {
    title: 'A photo',
    text: 'Photo of the wound on his heel, third week now. What would you dress it with?',
    attachment: { name: 'heel.jpg', type: 'image/jpeg' },
  },
  { title: 'Wrong group', text: 'Sorry, wrong group! That was about the lady in bed 4.' },
  { title: 'An ordinary post', text: 'Handover is at half past seven today. Who has the bladder scanner?' },
] as const;

export const ATTACHMENTS = [
  { type: 'image/jpeg', name: 'photo.jpg', words: 'Photo' },
  { type: 'image/png', name: 'screenshot.png', words: 'Screenshot' },
  { type: 'application/dicom', name: 'chest-xray.dcm', words: 'X-ray' },
  { type: 'application/pdf', name: 'discharge-letter.pdf', words: 'PDF' },
] as const;
