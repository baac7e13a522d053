import {
  breaking,
  cures,
  dangerous,
  effects,
  fine,
  seenByNobody,
  whenRead,
  type Rule,
} from "../rule.ts";

const gone = "calls to it fail";
const missing = "callees that aren't updated yet don't have it";

/** Written out: a declaration file can't infer them. */
export type HandlerCode =
  | "MQ3001"
  | "MQ3002"
  | "MQ3003"
  | "MQ3004"
  | "MQ3005"
  | "MQ3006"
  | "MQ3007"
  | "MQ3008"
  | "MQ3009"
  | "MQ3010"
  | "MQ3011"
  | "MQ3012"
  | "MQ3013"
  | "MQ3014"
  | "MQ3015"
  | "MQ3016"
  | "MQ3017"
  | "MQ3018"
  | "MQ3019"
  | "MQ3020"
  | "MQ3021"
  | "MQ3022"
  | "MQ3023"
  | "MQ3024"
  | "MQ3025";

/** Modules, handlers and pushes as a whole. */
export const handlerRules: Readonly<Record<HandlerCode, Rule>> = {
  MQ3001: {
    title: "a module was removed",
    text: "Nobody serves its handlers any more. Remove what calls it first, and wait for old clients.",
    in: {
      handler: effects(
        breaking(`${gone} with not_found`),
        fine,
        "keep it until no old caller is left",
      ),
    },
  },
  MQ3002: {
    title: "a module was added",
    text: "Old code doesn't know it. New code that calls it needs processes in which it runs.",
    in: { handler: effects(fine, dangerous(`${missing}: not_found`), cures.calleesFirst) },
  },
  MQ3003: {
    title: "a module was renamed",
    text: "Callers name the type of a module, so this is one module less and another one more. It is told as one change because both have the same handlers.",
    in: {
      handler: effects(
        breaking("they call the old name: not_found"),
        breaking("they call the new name: not_found"),
        "run it under both names until no old caller is left",
      ),
    },
  },
  MQ3004: {
    title: "a module's version changed",
    text: "What version() returns is for people and logs. No call depends on it.",
    in: seenByNobody,
  },
  MQ3005: {
    title: "a handler was removed",
    text: "Calls to it fail. Remove what calls it first, and wait for clients that are installed elsewhere.",
    in: {
      handler: effects(
        breaking(`${gone} with unimplemented`),
        fine,
        "keep it, marked as @deprecated, until no old caller is left",
      ),
    },
  },
  MQ3006: {
    title: "a handler was added",
    text: "Old code doesn't call it. New code may only call it where it is served already.",
    in: { handler: effects(fine, dangerous(`${missing}: unimplemented`), cures.calleesFirst) },
  },
  MQ3007: {
    title: "a handler was renamed",
    text: "Callers name handlers, so this is one handler less and another one more. It is told as one change because both have the same signature.",
    in: {
      handler: effects(
        breaking("they call the old name: unimplemented"),
        breaking("they call the new name: unimplemented"),
        "register the function under both names until no old caller is left",
      ),
    },
  },
  MQ3008: {
    title: "a handler was opened to clients",
    text: "It is registered with HD_ in front of its name now, and the name is what callers say.",
    in: {
      handler: effects(
        breaking("they call it without HD_: unimplemented"),
        breaking("they call it with HD_: unimplemented"),
        "register the function under both names until no old caller is left",
      ),
    },
  },
  MQ3009: {
    title: "a handler was closed to clients",
    text: "It lost the HD_ in front of its name. Clients can't call it under any name any more.",
    in: {
      handler: effects(
        breaking("they call it with HD_: unimplemented"),
        breaking("they call it without HD_: unimplemented"),
        "register the function under both names until no old client is left",
      ),
    },
  },
  MQ3010: {
    title: "a handler's calls no longer wait for each other",
    text: "registerGO in place of register: calls run side by side, also beside the other handlers of the module.",
    in: {
      handler: effects(
        dangerous("calls that they made one after the other may overlap or be overtaken"),
        fine,
        "make sure that nobody relies on the order, or keep register",
      ),
    },
  },
  MQ3011: {
    title: "a handler's calls now wait for each other",
    text: "register in place of registerGO: the calls of a module instance stand in one line.",
    in: {
      handler: effects(
        dangerous("calls may take as long as all that wait before them, and time out"),
        dangerous("callees that aren't updated yet don't keep the order of calls"),
        "make sure that the handler is quick",
      ),
    },
  },
  MQ3012: {
    title: "a handler is no longer always registered",
    text: "The registration stands behind a condition now.",
    in: {
      handler: effects(
        dangerous("where the condition doesn't hold, calls fail with unimplemented"),
        fine,
        "register it always, and let it refuse what it can't do",
      ),
    },
  },
  MQ3013: {
    title: "a handler is always registered now",
    text: "The registration stood behind a condition before.",
    in: {
      handler: effects(
        fine,
        dangerous("callees that aren't updated yet may not have it: unimplemented"),
        cures.calleesFirst,
      ),
    },
  },
  MQ3014: {
    title: "a handler takes a session now",
    text: "The session is the first argument that callers send, and moves all others.",
    in: {
      handler: effects(
        breaking("they send no session: invalid_argument"),
        breaking("they send a session, which takes the place of the first argument"),
        cures.addBeside,
      ),
    },
  },
  MQ3015: {
    title: "a handler takes no session any more",
    text: "The session was the first argument that callers sent, and all others move to the front.",
    in: {
      handler: effects(
        breaking("they send a session, which takes the place of the first argument"),
        breaking("they send no session: invalid_argument"),
        cures.addBeside,
      ),
    },
  },
  MQ3016: {
    title: "a handler is deprecated, or for another reason",
    text: "Editors strike it through where it is called. Calls work as before.",
    in: seenByNobody,
  },
  MQ3017: {
    title: "a handler is no longer deprecated",
    text: "Calls work as before.",
    in: seenByNobody,
  },
  MQ3018: {
    title: "a push was added",
    text: "Clients that don't listen to a topic don't notice it.",
    in: { push: effects(fine, fine) },
  },
  MQ3019: {
    title: "a push was removed",
    text: "Clients that listen to the topic wait for what never comes.",
    in: {
      push: effects(
        breaking("they listen to a topic on which nothing comes any more"),
        fine,
        "send it until no old client is left",
      ),
    },
  },
  MQ3020: {
    title: "a handler returns nothing any more",
    text: "Its result was something, and is void now.",
    in: whenRead(
      breaking("they read a result that doesn't come"),
      fine,
      "return it until no old caller is left",
    ),
  },
  MQ3021: {
    title: "a handler returns something now",
    text: "Its result was void.",
    in: whenRead(
      fine,
      dangerous("they read a result that callees that aren't updated yet don't send"),
      cures.calleesFirst,
    ),
  },
  MQ3022: {
    title: "keys that no type knows are refused now",
    text: "Where clients send them to HD_ handlers; they were dropped before. The setting unknownKeys says so.",
    in: {
      handler: effects(
        dangerous("clients that send more than the contract says are refused: invalid_argument"),
        fine,
        "find out what clients send before you refuse it",
      ),
    },
  },
  MQ3023: {
    title: "keys that no type knows are dropped now",
    text: "Where clients send them to HD_ handlers; they were refused before. The setting unknownKeys says so.",
    in: {
      handler: effects(
        fine,
        dangerous("gates that aren't updated yet refuse more than the contract says"),
        cures.calleesFirst,
      ),
    },
  },
  MQ3024: {
    title: "a handler checks its body by a schema of its own now",
    text: "It is registered with withSchema. What such a schema demands beyond its type is not in the contract.",
    in: {
      handler: effects(
        dangerous("what they send may be refused for reasons that the contract doesn't tell"),
        fine,
        "make sure that the schema takes all that its type allows",
      ),
    },
  },
  MQ3025: {
    title: "a handler checks its body by no schema of its own any more",
    text: "It was registered with withSchema. What such a schema demands beyond its type is not in the contract.",
    in: {
      handler: effects(
        fine,
        dangerous("callees that aren't updated yet may refuse what the contract allows"),
        cures.calleesFirst,
      ),
    },
  },
};
