/**
 * A workflow command, which GitHub shows as an annotation. Line breaks, and in properties also colons and
 * commas, are written as codes.
 *
 * Source: GitHub Docs, "Workflow commands for GitHub Actions", Setting an error message.
 */
export function githubCommand(
  name: "error" | "warning" | "notice",
  properties: Readonly<Record<string, string | number>>,
  message: string,
): string {
  const list = Object.entries(properties).map(
    ([key, value]) =>
      `${key}=${escape(String(value)).replaceAll(":", "%3A").replaceAll(",", "%2C")}`,
  );
  return `::${name}${list.length === 0 ? "" : ` ${list.join(",")}`}::${escape(message)}`;
}

function escape(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}
