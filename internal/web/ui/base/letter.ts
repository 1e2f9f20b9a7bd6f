// letter gives the Latin letter of a key: what it writes or, on another alphabet, what stands there on an English keyboard.
export function letter({ key, code, shiftKey }: KeyboardEvent): string {
  if (key === "?" || code === "Slash" && shiftKey) return "?";
  if (shiftKey) return "";
  if (/^[a-z]$/.test(key)) return key;
  return /^\p{L}$/u.test(key) && code.startsWith("Key") ? code.slice(3).toLowerCase() : "";
}
