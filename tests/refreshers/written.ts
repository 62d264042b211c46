import type { Written } from '../../src/refreshers/refresher.ts';

/** A refresher that can be kept, as a trainer would write it. */
export const written = (change: Partial<Written> = {}): Written => ({
  title: { en: 'Photos stay in the approved app', cy: '' },
  words: { en: 'Take clinical photos in the approved app only.\n\nIt keeps them off your own phone.', cy: '' },
  topic: 'photos',
  picture: null,
  alt: { en: '', cy: '' },
  question: { from: 'none' },
  acknowledge: true,
  audience: { kind: 'everyone' },
  category: null,
  campaign: null,
  ...change,
});

export const own = {
  from: 'own',
  stem: { en: 'Where does a wound photo go?', cy: '' },
  options: [
    { en: 'Into the approved app', cy: '' },
    { en: 'Into the group chat', cy: '' },
  ],
  right: 1,
  rationale: { en: 'It goes straight to the record.', cy: '' },
} as const satisfies Written['question'];
