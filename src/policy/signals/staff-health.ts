/** A colleague's own illness told to others. "Has called in sick" is the rota's business, and clear. */
import { ILL, SECRET, WORK } from '../lexicons/cues.ts';
import { type Reading, together } from '../reading.ts';

const SICK_ONLY = /\b(?:called|calling|rung|rang|phoned|ringing) in sick\b|\boff sick\b/;

/** Words of work or of secrecy beside an illness; whose it is, `judge` asks of the names. */
export const isStaffIllness = (reading: Reading): boolean => together(reading, ILL, WORK) || together(reading, ILL, SECRET);

export const isSickOnly = ({ lower }: Reading): boolean => SICK_ONLY.test(lower);
