/** Reads the folder of questions, and refuses it with sentences that say file, line and reason. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { textOf } from '../yaml-document.ts';
import { faultsAcross } from './across.ts';
import { type Bank, BankError } from './bank.ts';
import { faultsOf } from './faults.ts';
import { questionsOf, readSheet, type Sheet } from './sheet.ts';

/** Throws BankError, with the first fault. */
export function loadBank(folder: string): Bank {
  const { bank, refusals } = readBank(folder);
  if (bank === undefined) throw refusals[0];
  return bank;
}

/** Texts of files, by name. */
export type Sources = ReadonlyMap<string, string>;

/** The bank, or every fault that could be found at once. Throws BankError where the folder or a file of it can't be read. */
export function readBank(folder: string): { readonly bank?: Bank; readonly refusals: readonly Error[] } {
  return parseBank(new Map(filesIn(folder).map((file) => [file, read(file)])), folder);
}

/** As readBank, on texts that are already at hand. Pure. */
export function parseBank(
  sources: Sources,
  folder: string,
): { readonly bank?: Bank; readonly refusals: readonly Error[] } {
  const sheets: Sheet[] = [];
  const refusals: Error[] = [];
  for (const [file, source] of sources) {
    try {
      const sheet = readSheet(source, file);
      sheets.push(sheet);
      refusals.push(...faultsOf(sheet.content).map(({ path, reason }) => sheet.fault(path, reason)));
    } catch (error) {
      if (!(error instanceof BankError)) throw error;
      refusals.push(error);
    }
  }
  // A file that has not the form would be missed everywhere: what is said across files waits until each can be read.
  if (sheets.length === sources.size) refusals.push(...faultsAcross(sheets, folder));
  if (refusals.length > 0) return { refusals };
  const titles = Object.fromEntries(sheets.map(({ content }) => [content.topic, content.title])) as Bank['titles'];
  return { bank: { questions: sheets.flatMap(questionsOf), titles }, refusals };
}

function read(file: string): string {
  const source = textOf(file);
  if (source === undefined) throw new BankError(file, `${file}: the file can't be read.`);
  return source;
}

function filesIn(folder: string): string[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new BankError(folder, `The folder ${folder} can't be read (${code}).`);
  }
  const files = names.filter((name) => /\.ya?ml$/.test(name)).sort();
  if (files.length === 0)
    throw new BankError(folder, `The folder ${folder} has no questions (files that end in .yaml).`);
  return files.map((name) => join(folder, name));
}
