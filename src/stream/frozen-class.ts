/**
 * [SB22] Freezes a class that user functions can reach through its instances: itself, its prototype and each of their functions, so that
 * none of them can be replaced, or carry something from one function to another. Its constructor is not to be had from an
 * instance, which has that of any plain object.
 */
export function freezeClass(Class: { readonly prototype: object }): void {
  Object.defineProperty(Class.prototype, "constructor", { value: Object });
  for (const holder of [Class, Class.prototype]) {
    for (const { value, get, set } of Object.values(Object.getOwnPropertyDescriptors(holder))) {
      // Object itself is left to the wall: what comes later, the wall too, still has to add to it.
      for (const member of [value, get, set]) if (typeof member === "function" && member !== Object) Object.freeze(member);
    }
    Object.freeze(holder);
  }
}
