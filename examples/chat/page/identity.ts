const NAME_KEY = "chat.name";
const PASSWORD_KEY = "chat.passWord";

/** The name that was used here last, or nothing. */
export function lastName(): string {
  return localStorage.getItem(NAME_KEY) ?? "";
}

/** Keeps a name for the next visit. */
export function rememberName(name: string): void {
  localStorage.setItem(NAME_KEY, name);
}

/** This browser's password: made once, so that all its tabs and reconnects are the same person. */
export function passWord(): string {
  const known = localStorage.getItem(PASSWORD_KEY);
  if (known !== null) return known;
  const made = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
  localStorage.setItem(PASSWORD_KEY, made);
  return made;
}
