// What the bench uses of the packages it compares with: known here, so that the types check without them installed.

declare module 'compromise' {
  interface Phrase {
    readonly text: string;
    readonly offset: { readonly start: number; readonly length: number };
  }
  interface View {
    people(): { json(options: { offset: true }): readonly Phrase[] };
  }
  export default function nlp(text: string): View;
}

declare module 'redact-pii' {
  export class SyncRedactor {
    redact(text: string): string;
  }
}

declare module 'openredaction' {
  export class OpenRedaction {
    detect(text: string): Promise<{ readonly detections: readonly object[] }>;
  }
}

declare module '@redactpii/node' {
  export class Redactor {
    redact(text: string): string;
  }
}
