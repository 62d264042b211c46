import type { Language } from '../../../policy/types.ts';
import type { ChoiceFault } from './own.ts';

/** What the app's Home tab says, and the form of quiet hours. */
interface HomeWords {
  readonly title: string;
  readonly yours: string;
  readonly month: {
    readonly title: string;
    readonly nothing: string;
    readonly told: string;
    readonly putRight: string;
  };
  readonly fixes: {
    readonly title: string;
    readonly nothing: string;
    readonly stillTime: string;
    readonly putRight: string;
    readonly early: string;
    readonly raised: string;
  };
  readonly questions: {
    readonly title: string;
    readonly streak: string;
    readonly noStreak: string;
    readonly waiting: string;
    readonly ask: string;
    readonly show: string;
  };
  readonly choices: {
    readonly title: string;
    readonly language: string;
    /** In the other language. */
    readonly otherLanguage: string;
    readonly asked: string;
    readonly paused: (until: string) => string;
    readonly pause: (days: number) => string;
    readonly resume: string;
    readonly quiet: (from: string, to: string) => string;
    readonly noQuiet: string;
    readonly setQuiet: string;
    readonly dropQuiet: string;
  };
  readonly page: string;
  readonly form: {
    readonly title: string;
    readonly hint: string;
    readonly from: string;
    readonly to: string;
    readonly submit: string;
    readonly faults: Record<ChoiceFault, string>;
  };
}

export const HOME_WORDS: Record<Language, HomeWords> = {
  en: {
    title: 'For you',
    yours: 'Only you see this page. It is not shown to your manager or to anybody else.',
    month: {
      title: 'My month',
      nothing: 'Nothing this month. Thank you for taking care.',
      told: 'Quiet words that you had this month',
      putRight: 'Put right',
    },
    fixes: {
      title: 'My fixes',
      nothing: 'Nothing needed a fix in the last 90 days.',
      stillTime: 'There is still time. You can edit or delete a message at any time, and it counts.',
      putRight: 'Messages that you put right in the last 90 days',
      early: 'Within minutes',
      raised: 'Near misses that you raised',
    },
    questions: {
      title: 'My questions',
      streak: 'Weeks in a row that you answered your questions',
      noStreak: 'Answer the questions of the week, and your weeks in a row are counted here.',
      waiting: 'A question waits for you.',
      ask: 'Ask me my next question',
      show: 'Show my question',
    },
    choices: {
      title: 'My choices',
      language: 'Quietword speaks with me in English.',
      otherLanguage: 'Cymraeg',
      asked: 'I get the questions of the week.',
      paused: (until) => `I get no questions until ${until}.`,
      pause: (days) => `Pause them for ${days === 1 ? '1 day' : `${days} days`}`,
      resume: 'Start again',
      quiet: (from, to) => `No questions from ${from} to ${to}.`,
      noQuiet: 'I have no quiet hours of my own.',
      setQuiet: 'Choose quiet hours',
      dropQuiet: 'No quiet hours',
    },
    page: 'My page: all that is kept about me',
    form: {
      title: 'My quiet hours',
      hint: 'No questions between these times, besides your organisation’s own quiet hours. Leave both empty for none.',
      from: 'From',
      to: 'To',
      submit: 'Save',
      faults: {
        'no-start': 'Enter when your quiet hours start',
        'no-end': 'Enter when your quiet hours end',
        same: 'Quiet hours must end at another time than they start',
      },
    },
  },
  cy: {
    title: 'I chi',
    yours: 'Dim ond chi sy’n gweld y dudalen hon. Nid yw’n cael ei dangos i’ch rheolwr nac i neb arall.',
    month: {
      title: 'Fy mis',
      nothing: 'Dim byd y mis hwn. Diolch am gymryd gofal.',
      told: 'Geiriau tawel a gawsoch y mis hwn',
      putRight: 'Wedi’u cywiro',
    },
    fixes: {
      title: 'Fy nghywiriadau',
      nothing: 'Doedd dim angen cywiro dim byd yn y 90 diwrnod diwethaf.',
      stillTime: 'Mae amser o hyd. Gallwch olygu neu ddileu neges unrhyw bryd, ac mae’n cyfrif.',
      putRight: 'Negeseuon a gywiroch yn y 90 diwrnod diwethaf',
      early: 'O fewn munudau',
      raised: 'Damweiniau a fu bron â digwydd a godoch',
    },
    questions: {
      title: 'Fy nghwestiynau',
      streak: 'Wythnosau yn olynol y gwnaethoch ateb eich cwestiynau',
      noStreak: 'Atebwch gwestiynau’r wythnos, a bydd eich wythnosau yn olynol yn cael eu cyfrif yma.',
      waiting: 'Mae cwestiwn yn aros amdanoch.',
      ask: 'Gofyn fy nghwestiwn nesaf i mi',
      show: 'Dangos fy nghwestiwn',
    },
    choices: {
      title: 'Fy newisiadau',
      language: 'Mae Quietword yn siarad â mi yn Gymraeg.',
      otherLanguage: 'English',
      asked: 'Rwy’n cael cwestiynau’r wythnos.',
      paused: (until) => `Ni fyddaf yn cael cwestiynau tan ${until}.`,
      pause: (days) => `Eu hoedi am ${days} diwrnod`,
      resume: 'Ailddechrau',
      quiet: (from, to) => `Dim cwestiynau o ${from} tan ${to}.`,
      noQuiet: 'Nid oes gennyf oriau tawel fy hun.',
      setQuiet: 'Dewis oriau tawel',
      dropQuiet: 'Dim oriau tawel',
    },
    page: 'Fy nhudalen: popeth sy’n cael ei gadw amdanaf',
    form: {
      title: 'Fy oriau tawel',
      hint: 'Dim cwestiynau rhwng yr amserau hyn, yn ogystal ag oriau tawel eich sefydliad. Gadewch y ddau’n wag i beidio â chael rhai.',
      from: 'O',
      to: 'Tan',
      submit: 'Cadw',
      faults: {
        'no-start': 'Rhowch yr amser y mae eich oriau tawel yn dechrau',
        'no-end': 'Rhowch yr amser y mae eich oriau tawel yn gorffen',
        same: 'Rhaid i oriau tawel orffen ar amser gwahanol i’w dechrau',
      },
    },
  },
};
