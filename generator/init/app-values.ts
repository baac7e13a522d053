import { basename } from "node:path";

/** What differs from one new project to the next. */
export interface AppValues {
  /** The name in `package.json`, and the page's title. */
  name: string;
  /** Where clients connect by TCP. */
  tcpPort: number;
  /** Where clients connect by WebSocket. */
  wsPort: number;
  /** Where the page is. */
  httpPort: number;
}

/** The values that the template is written with: it is a whole project as it stands. */
export const templateValues: AppValues = {
  name: "my-app",
  tcpPort: 3563,
  wsPort: 3653,
  httpPort: 8080,
};

/** The usual values for a project in this folder. */
export function defaultValues(folder: string): AppValues {
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
  return { ...templateValues, name: nameProblem(name) === undefined ? name : templateValues.name };
}

/** Why a text is no name for a package, or `undefined` if it is one. */
export function nameProblem(name: string): string | undefined {
  return /^[a-z0-9][a-z0-9._-]{0,99}$/.test(name)
    ? undefined
    : "expected lower-case letters, digits, dots and dashes";
}

/** Why a text is no port, or `undefined` if it is one. */
export function portProblem(text: string): string | undefined {
  const port = Number(text);
  return /^\d+$/.test(text) && port >= 1 && port <= 65_535
    ? undefined
    : "expected a port, from 1 to 65535";
}

/** Why these values don't go together, or `undefined` if they do. */
export function valuesProblem({ tcpPort, wsPort, httpPort }: AppValues): string | undefined {
  return new Set([tcpPort, wsPort, httpPort]).size === 3
    ? undefined
    : `the ports ${tcpPort}, ${wsPort} and ${httpPort} have to differ`;
}
