import type { BaseModule, Target } from "mqant";

export async function calls(module: BaseModule): Promise<void> {
  const target: Target<"First"> = "First@First001";
  void target;
  // @ts-expect-error -- it has no handlers
  await module.rpcInvoke("Second", "anything");
  // @ts-expect-error -- a class's name is not its type
  await module.rpcInvoke("A", "anything");
}
