import type { Checked } from '../../../chat.ts';
import type { Audience, Language } from '../../../policy/types.ts';
import type { Errors, Filled } from './form.ts';

/** Where a message would go, as a person thinks of it: from the fewest readers to the most. */
const PLACES: readonly { value: Audience; text: string; hint: { text: string } }[] = [
  { value: 'direct', text: 'One person', hint: { text: 'A message to one colleague' } },
  { value: 'care-team', text: 'My care team', hint: { text: 'Only people who look after the same patients' } },
  { value: 'organisation', text: 'The whole organisation', hint: { text: 'Or any channel wider than the care team' } },
  { value: 'external', text: 'People from outside too', hint: { text: 'Guests or another organisation can read it' } },
];

const LANGUAGES: readonly { value: Language; text: string }[] = [
  { value: 'en', text: 'English' },
  { value: 'cy', text: 'Cymraeg' },
];

/** Everything that the page shows. */
export function presentCheck(filled: Filled, { errors = {}, checked }: { errors?: Errors; checked?: Checked }) {
  const problems = Object.entries(errors).map(([field, text]) => ({ text, href: `#${field}` }));
  const title = 'Check a message';
  return {
    title: checked ? `${checked.heading} – ${title}` : title,
    filled,
    errors,
    problems,
    checked,
    places: PLACES,
    languages: LANGUAGES,
  };
}
