/** Why a message was flagged: codes, and the plain words for each. Never the data itself. */
export const REASONS = {
  'unique-number': 'It has a number that belongs to one person.',
  'number-fails-check': 'It has what is called an NHS number, though the number doesn’t check.',
  'named-with-health': 'It names somebody and says something about their health or care.',
  named: 'It names a patient or one of their family.',
  'birth-with-name': 'It has a name together with a date of birth.',
  birth: 'It has a date of birth.',
  'home-with-more': 'It has a home address with a name or something about their care.',
  home: 'It has a home address.',
  'contact-with-more': 'It has a patient’s or relative’s contact with a name or something about their care.',
  contact: 'It has a patient’s or relative’s phone number or e-mail.',
  picture: 'The picture may show a patient or their details.',
  'part-name-with-more': 'A first name, surname or initials, with the rest, may tell readers here who it is.',
  'part-name': 'A first name, surname or initials with something about their care.',
  mosaic: 'No name, but the details together may tell readers here who it is.',
  'one-clue-sensitive': 'One clue is enough here, since what is said is sensitive and outsiders can read it.',
  complaint: 'It is a complaint about, or talk about, somebody who can be recognised.',
  colleague: 'It talks of a colleague’s disciplinary matter.',
  deceased: 'It is about somebody who died and can be recognised.',
  snooping: 'It sounds like a record opened without a need to know.',
  'shared-login': 'It sounds like a login or smartcard being shared.',
  'wrong-recipient': 'It sounds like something about a patient went to the wrong people.',
  'staff-health': 'It tells of a colleague’s own health.',
  'in-thread': 'Read after the messages before it in the thread, it tells who it is about.',
  'unapproved-app': 'It moves patient talk or pictures to an app that isn’t approved for them.',
} as const;

export type Reason = keyof typeof REASONS;
