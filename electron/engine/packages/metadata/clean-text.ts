/** What a repository says of its packages is shown to people: characters that could fool them are taken out. */

/** C0 and C1 controls but tab and newline, and marks that turn the direction of what follows. */
const UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const HAS_UNSAFE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

/** The text with each such character as U+FFFD, cut to `most` UTF-16 units. */
export function cleanText(text: string, most: number): string {
  const cut = text.length > most ? `${text.slice(0, most - 1)}…` : text;
  return HAS_UNSAFE.test(cut) ? cut.replace(UNSAFE, '\ufffd') : cut;
}

/** A name as rpm allows it: no blanks, no slash, printable ASCII. */
export function isPackageName(text: string): boolean {
  return text.length <= 256 && /^[A-Za-z0-9_+.~^%{}-]+$/.test(text);
}
