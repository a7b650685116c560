const LONGEST = 80;

/** `text` in double quotes for a message: cut after 80 characters, and nothing in it can move a terminal's cursor. */
export function quote(text: string): string {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}...` : text;
  return JSON.stringify(shown).replace(
    // JSON leaves DEL, the C1 controls, line separators and changes of direction as they are.
    /[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
