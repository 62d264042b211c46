/** Addresses of work: bases, venues, stores. */
import type { Person } from './people.ts';
import type { Reading } from './reading.ts';

/** Where work is done, meets or moves: no patient's home. */
const OFFICE =
  /\b(?:our (?:new )?(?:address|office|base|premises)|new (?:address|base|office|premises)|moved? to|moving to|relocat\w+|is moving|ha(?:s|ve) moved|now (?:at|in|unit)|new venue|venue for|based at|base at|standby|clinic (?:is )?(?:at|in)|held at|venue|meeting at|training at|training is|course at|drop-?in|jabs? (?:at|:)|staff (?:flu|jabs?|room|entrance|car)|board room|boardroom|trading estate|industrial|business park|hq|headquarters|head office|deliver(?:y|ies) (?:to|address)|returns to|stores?|depot|warehouse|old library|open day|interview|induction|invoice|boiler|landlord|contractor|engineer|site postcode|use the fire station|stationery|conference|rm \d|room \d+\.\d+)\b/;
const NEAR_ADDRESS = 90;

export function isOffice({ lower }: Reading, start: number, alive: readonly Person[]): boolean {
  const around = lower.slice(Math.max(0, start - NEAR_ADDRESS), start + NEAR_ADDRESS + 30);
  return (
    OFFICE.test(around) &&
    !alive.some(
      ({ role, form }) =>
        role === 'patient' && (form !== 'titled' || !/landlord|contractor|boiler|engineer/.test(around)),
    ) &&
    !/\b(?:pt|patient|lives|discharged?|she|he|her|him|carers?|key ?safe|welfare check)\b/.test(around)
  );
}
