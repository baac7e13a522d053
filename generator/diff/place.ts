/** `msg.device` for the property `device` of `msg`; `msg["odd name"]`. Handlers of modules alike. */
export function propertyPath(path: string, name: string): string {
  return /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(name)
    ? `${path}.${name}`
    : `${path}[${JSON.stringify(name)}]`;
}

/** `shape[kind=circle]` for one of the members that a union has. */
export function variantPath(path: string, label: string): string {
  return `${path}[${label}]`;
}

/** `Login.HD_Login(msg.device)` for the path `msg.device` inside a handler's parameters. */
export function requestPath(handler: string, inside: string): string {
  return `${handler}(${inside})`;
}

/** `Login.HD_Login()`: what a path inside a result begins with. */
export function replyPath(handler: string): string {
  return `${handler}()`;
}

/** `push(Chat/OnMessage)`: what a path inside the body of a push begins with. */
export function pushPath(topic: string): string {
  return `push(${topic})`;
}
