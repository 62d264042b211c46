import type { Language } from '../../../policy/types.ts';

/** What the page "For you" says. What was seen is in the policy's wording. */
export interface TabWords {
  readonly title: string;
  readonly yours: string;
  readonly period: string;
  readonly nothing: string;
  readonly counts: Record<'told' | 'putRight' | 'early' | 'raised', string>;
  readonly kinds: string;
  /** The name of a link that leaves Teams. */
  readonly ownPage: string;
  readonly check: string;
  readonly language: string;
}

export const TAB_WORDS: Record<Language, TabWords> = {
  en: {
    title: 'For you',
    yours: 'Only you see this page. It is not shown to your manager or to anybody else.',
    period: 'The last 90 days',
    nothing: 'No quiet words. Thank you for taking care.',
    counts: {
      told: 'Quiet words that you had',
      putRight: 'Messages that you put right',
      early: 'Put right within minutes',
      raised: 'Near misses that you raised',
    },
    kinds: 'What was seen',
    ownPage: 'My page: all that is kept of you (opens in your browser)',
    check: 'Before you post, you can check a message: choose Quietword under the box that you write in.',
    language: 'Your language',
  },
  cy: {
    title: 'I chi',
    yours: 'Dim ond chi sy’n gweld y dudalen hon. Nid yw’n cael ei dangos i’ch rheolwr nac i neb arall.',
    period: 'Y 90 diwrnod diwethaf',
    nothing: 'Dim gair tawel. Diolch am gymryd gofal.',
    counts: {
      told: 'Geiriau tawel a gawsoch',
      putRight: 'Negeseuon a gywiroch',
      early: 'Wedi’u cywiro o fewn munudau',
      raised: 'Damweiniau a fu bron â digwydd a godoch',
    },
    kinds: 'Beth a welwyd',
    ownPage: 'Fy nhudalen: popeth a gedwir amdanoch (yn agor yn eich porwr)',
    check: 'Cyn postio, gallwch wirio neges: dewiswch Quietword o dan y blwch ysgrifennu.',
    language: 'Eich iaith',
  },
};
