import type { Audience, Language } from '../../policy/types.ts';

/** What Teams' own parts say: dialogs, help and faults. What a notice or a verdict says is the policy's wording. */
interface TeamsWords {
  /** Under a notice, which stands away from its message. */
  readonly about: (place: string, when: string) => string;
  readonly aboutIn: (place: string) => string;
  readonly aChat: string;
  readonly aChannel: string;
  readonly open: string;
  readonly notTaken: string;
  readonly missing: string;
  readonly check: {
    readonly title: string;
    readonly intro: string;
    readonly draft: string;
    readonly who: string;
    readonly here: string;
    readonly audiences: Record<Audience, string>;
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
  readonly unknown: string;
  readonly help: {
    readonly what: string;
    /** What is to be typed, and what for. */
    readonly commands: readonly (readonly [string, string])[];
    readonly report: string;
  };
}

export const WORDS: Record<Language, TeamsWords> = {
  en: {
    about: (place, when) => `About what you posted in ${place}, ${when}.`,
    aboutIn: (place) => `About what you posted in ${place}.`,
    aChat: 'a chat',
    aChannel: 'a channel',
    open: 'Go to the message',
    notTaken: 'Sorry, that did not reach us. Please try again in a minute.',
    missing: 'Please write or choose something here first.',
    check: {
      title: 'Check before you post',
      intro: 'Paste what you mean to post. Nothing is posted, and nothing is kept.',
      draft: 'What you mean to post',
      who: 'Who would read it?',
      here: 'Whoever is in this conversation',
      audiences: {
        direct: 'One colleague',
        'care-team': 'A small team that cares for the patient',
        organisation: 'Many people in my organisation',
        external: 'People from outside, too',
      },
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
    help: {
      what: 'Quietword has a word with you, in private, when something that you posted may point to a patient. It keeps no copy of it.',
      commands: [
        ['check', 'see what it would say about a message, and who would read it, before you post'],
        ['question', 'your next question, if one is due'],
        ['figures', 'how you are doing, for you alone'],
        ['cymraeg', 'Quietword yn Gymraeg'],
        ['english', 'Quietword in English'],
        ['refresher', 'for trainers: write a few words on a rule, and send them to many'],
      ],
      report:
        'To tell your Caldicott Guardian of a message, open the menu beside it (…), then “More actions”, and choose “Report to the Guardian”.',
    },
  },
  cy: {
    about: (place, when) => `Am yr hyn a bostioch yn ${place}, ${when}.`,
    aboutIn: (place) => `Am yr hyn a bostioch yn ${place}.`,
    aChat: 'sgwrs',
    aChannel: 'sianel',
    open: 'Mynd i’r neges',
    notTaken: 'Mae’n ddrwg gennym, ni chyrhaeddodd hynny. Rhowch gynnig arall arni mewn munud.',
    missing: 'Ysgrifennwch neu dewiswch rywbeth yma yn gyntaf.',
    check: {
      title: 'Gwirio cyn postio',
      intro: 'Gludwch yr hyn rydych am ei bostio. Does dim yn cael ei bostio, a does dim yn cael ei gadw.',
      draft: 'Yr hyn rydych am ei bostio',
      who: 'Pwy fyddai’n ei ddarllen?',
      here: 'Pawb sydd yn y sgwrs hon',
      audiences: {
        direct: 'Un cydweithiwr',
        'care-team': 'Tîm bach sy’n gofalu am y claf',
        organisation: 'Llawer o bobl yn fy sefydliad',
        external: 'Pobl o’r tu allan hefyd',
      },
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
    help: {
      what: 'Mae Quietword yn cael gair â chi, yn breifat, pan allai rhywbeth a bostioch bwyntio at glaf. Nid yw’n cadw copi ohono.',
      commands: [
        ['gwirio', 'gweld beth fyddai’n ei ddweud am neges, a phwy fyddai’n ei darllen, cyn i chi ei phostio'],
        ['cwestiwn', 'eich cwestiwn nesaf, os oes un yn aros'],
        ['ffigurau', 'sut rydych yn dod ymlaen, i chi yn unig'],
        ['cymraeg', 'Quietword yn Gymraeg'],
        ['english', 'Quietword in English'],
        ['nodyn', 'i hyfforddwyr: ysgrifennu ychydig eiriau am reol, a’u hanfon at lawer'],
      ],
      report:
        'I ddweud wrth eich Gwarcheidwad Caldicott am neges, agorwch y ddewislen wrth ei hochr (…), yna “Rhagor o weithredoedd”, a dewiswch “Report to the Guardian”.',
    },
  },
};
