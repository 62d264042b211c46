/** Pure. The manifest as it is in the repository, for an app and an address of one's own. */

const EXAMPLE_ID = '00000000-0000-0000-0000-000000000000';
const EXAMPLE_HOST = 'quietword.example.nhs.uk';

export interface Own {
  /** Entra's id of the app. */
  readonly appId: string;
  /** Where people and Microsoft reach Quietword: the host alone. */
  readonly host: string;
  /** At most 32 characters. */
  readonly organisation: string;
  /** Teams takes an update only under a higher one. */
  readonly version: string;
}

export function ownManifest(example: string, { appId, host, organisation, version }: Own): string {
  const manifest = JSON.parse(example.replaceAll(EXAMPLE_ID, appId).replaceAll(EXAMPLE_HOST, host));
  manifest.version = version;
  manifest.developer.name = organisation;
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LONGEST_NAME = 32;

/** Pure. Each fault is a sentence for whoever builds the package. */
export function faultsOf({ appId, host, organisation, version }: Own): string[] {
  const faults: string[] = [];
  if (!GUID.test(appId) || appId === EXAMPLE_ID)
    faults.push("--app-id must be the app's id in Entra, such as 8f2c1b7e-….");
  if (!/^(?=.{1,253}$)[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(host))
    faults.push('--host must be a host name without a scheme or a path, such as quietword.trust.nhs.uk.');
  if (organisation.length === 0 || organisation.length > LONGEST_NAME)
    faults.push(`--organisation must have 1 to ${LONGEST_NAME} characters.`);
  if (!/^\d{1,5}\.\d{1,5}\.\d{1,5}$/.test(version)) faults.push('--version must be three numbers, such as 1.0.0.');
  return faults;
}
