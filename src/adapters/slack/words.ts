import type { Audience, Language } from '../../policy/types.ts';

/** What Slack's own parts say: forms, help and faults. What a notice or a verdict says is the policy's wording. */
interface SlackWords {
  /** Under a notice that stands away from its message. */
  readonly about: (channel: string, when: string) => string;
  /** Between a date and a time. */
  readonly at: string;
  readonly cancel: string;
  readonly close: string;
  readonly notTaken: string;
  /** In a form, while what was sent is being taken, and once it is. */
  readonly waiting: string;
  readonly taken: string;
  readonly missing: string;
  readonly check: {
    readonly title: string;
    readonly draft: string;
    readonly where: string;
    readonly whereHint: string;
    readonly who: string;
    readonly whoHint: string;
    readonly audiences: Record<Audience, string>;
    readonly neither: string;
    readonly submit: string;
    readonly suggestion: string;
    readonly again: string;
  };
  readonly report: {
    readonly title: string;
    readonly passedOn: readonly string[];
    readonly name: string;
    readonly named: string;
    readonly unnamed: string;
    readonly submit: string;
  };
  /** In Slack's mrkdwn. */
  readonly unknown: string;
  readonly help: readonly string[];
}

export const WORDS: Record<Language, SlackWords> = {
  en: {
    about: (channel, when) => `About what you posted in ${channel}, ${when}.`,
    at: 'at',
    cancel: 'Cancel',
    close: 'Close',
    notTaken: 'Sorry, that did not reach us. Please try again in a minute.',
    waiting: 'One moment, please. This is taking a little longer than usual.',
    taken: 'Thank you, that reached us. You can close this.',
    missing: 'Please write or change something here first.',
    check: {
      title: 'Check before you post',
      draft: 'What you mean to post',
      where: 'Where would it go?',
      whereHint: 'Nothing is posted there. It is only to see who would read it.',
      who: 'Or who would read it?',
      whoHint: 'It counts where Quietword can’t see the place itself.',
      audiences: {
        direct: 'One colleague',
        'care-team': 'A small team that cares for the patient',
        organisation: 'Many people in my organisation',
        external: 'People from outside, too',
      },
      neither: 'Please choose a place above, or who would read it.',
      submit: 'Check',
      suggestion: 'A safer version: copy it, or change it and check again',
      again: 'Check again',
    },
    report: {
      title: 'Report to the Guardian',
      passedOn: [
        'Your Caldicott Guardian will be asked to look at this message. If it is your own, it counts in your favour.',
        'They are told what kinds of details it has, where and when it was posted, and a link to it. They are not sent its words, and Quietword does not keep them.',
      ],
      name: 'May they know that it was you?',
      named: 'With my name',
      unnamed: 'Without my name',
      submit: 'Report',
    },
    unknown: 'I don’t know that one, but this I can do:',
    help: [
      'Quietword has a word with you, in private, when something that you posted may point to a patient. It keeps no copy of it.',
      '`/quietword check` – see what it would say about a message, and who would read it, before you post',
      '`/quietword question` – your next question, if one is due',
      '`/quietword figures` – how you are doing, for you alone',
      'Quietword’s *Home* tab – your month, your next question and your choices, for you alone',
      '`/quietword cymraeg` – Quietword yn Gymraeg',
      '`/quietword english` – Quietword in English',
      '`/quietword refresher` – for trainers: write a few words on a rule, and send them to many',
      'To tell your Caldicott Guardian of a message, open the menu beside it (⋮) and choose *Report to the Guardian*.',
    ],
  },
  cy: {
    about: (channel, when) => `Am yr hyn a bostioch yn ${channel}, ${when}.`,
    at: 'am',
    cancel: 'Canslo',
    close: 'Cau',
    notTaken: 'Mae’n ddrwg gennym, ni chyrhaeddodd hynny. Rhowch gynnig arall arni mewn munud.',
    waiting: 'Un eiliad, os gwelwch yn dda. Mae hyn yn cymryd ychydig yn hirach nag arfer.',
    taken: 'Diolch, mae hynny wedi ein cyrraedd. Gallwch gau hwn.',
    missing: 'Ysgrifennwch neu newidiwch rywbeth yma yn gyntaf.',
    check: {
      title: 'Gwirio cyn postio',
      draft: 'Yr hyn rydych am ei bostio',
      where: 'I ble byddai’n mynd?',
      whereHint: 'Does dim yn cael ei bostio yno. Dim ond i weld pwy fyddai’n ei ddarllen.',
      who: 'Neu pwy fyddai’n ei ddarllen?',
      whoHint: 'Mae’n cyfrif lle na all Quietword weld y lle ei hun.',
      audiences: {
        direct: 'Un cydweithiwr',
        'care-team': 'Tîm bach sy’n gofalu am y claf',
        organisation: 'Llawer o bobl yn fy sefydliad',
        external: 'Pobl o’r tu allan hefyd',
      },
      neither: 'Dewiswch le uchod, neu pwy fyddai’n ei ddarllen.',
      submit: 'Gwirio',
      suggestion: 'Fersiwn mwy diogel: copïwch ef, neu newidiwch ef a gwirio eto',
      again: 'Gwirio eto',
    },
    report: {
      title: 'Adrodd i’r Gwarcheidwad',
      passedOn: [
        'Gofynnir i’ch Gwarcheidwad Caldicott edrych ar y neges hon. Os eich neges chi yw hi, mae’n cyfrif o’ch plaid.',
        'Dywedir wrthynt pa fathau o fanylion sydd ynddi, ble a phryd y cafodd ei phostio, a rhoddir dolen iddi. Nid anfonir ei geiriau atynt, ac nid yw Quietword yn eu cadw.',
      ],
      name: 'A gânt wybod mai chi oedd hi?',
      named: 'Gyda fy enw',
      unnamed: 'Heb fy enw',
      submit: 'Adrodd',
    },
    unknown: 'Dydw i ddim yn adnabod hwnnw, ond gallaf wneud hyn:',
    help: [
      'Mae Quietword yn cael gair â chi, yn breifat, pan allai rhywbeth a bostioch bwyntio at glaf. Nid yw’n cadw copi ohono.',
      '`/quietword gwirio` – gweld beth fyddai’n ei ddweud am neges, a phwy fyddai’n ei darllen, cyn i chi ei phostio',
      '`/quietword cwestiwn` – eich cwestiwn nesaf, os oes un yn aros',
      '`/quietword ffigurau` – sut rydych yn dod ymlaen, i chi yn unig',
      'Tab *Home* Quietword – eich mis, eich cwestiwn nesaf a’ch dewisiadau, i chi yn unig',
      '`/quietword cymraeg` – Quietword yn Gymraeg',
      '`/quietword english` – Quietword in English',
      '`/quietword nodyn` – i hyfforddwyr: ysgrifennu ychydig eiriau am reol, a’u hanfon at lawer',
      'I ddweud wrth eich Gwarcheidwad Caldicott am neges, agorwch y ddewislen wrth ei hochr (⋮) a dewiswch *Report to the Guardian*.',
    ],
  },
};
