/** What a WebSocket upgrade says about where it comes from. */
export interface UpgradeOrigin {
  /** `Origin`: browsers send it, other clients mostly don't. */
  readonly origin: string | undefined;
  /** `Host`. */
  readonly host: string | undefined;
}

/**
 * Whether a page of this origin may open a WebSocket here (RFC 6455 section 10.2). No origin means that it
 * is no browser; the page of this very host and port is always allowed; all others by exact match with
 * the list, in which `"*"` stands for any.
 */
export function isOriginAllowed(
  { origin, host }: UpgradeOrigin,
  allowedOrigins: readonly string[],
): boolean {
  if (origin === undefined) return true;
  if (allowedOrigins.includes("*") || allowedOrigins.includes(origin)) return true;
  if (host === undefined || !URL.canParse(origin)) return false;
  const { protocol, host: originHost } = new URL(origin);
  // Both through URL: it drops the scheme's own port and lowers the case.
  const own = `${protocol}//${host}`;
  return URL.canParse(own) && new URL(own).host === originHost && originHost !== "";
}

/** Whether a text can stand in a list of allowed origins: an origin, or `"*"`. */
export function isOriginPattern(text: string): boolean {
  return text === "*" || (URL.canParse(text) && new URL(text).origin === text);
}
