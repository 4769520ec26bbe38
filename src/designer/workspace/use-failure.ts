import { useCallback, useState } from "react";

/**
 * Hands what was thrown outside of rendering (in a frame, in an answer) to the boundary around this component, as if its rendering
 * had thrown it.
 */
export function useFailure(): (thrown: unknown) => void {
  const [failure, setFailure] = useState<{ readonly thrown: unknown }>();
  if (failure) throw failure.thrown;
  return useCallback((thrown) => setFailure({ thrown }), []);
}
