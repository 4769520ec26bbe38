import { lazy, type ComponentType, type ReactNode } from "react";

interface Loaded {
  failed: boolean;
  renew: () => void;
}

const views = new Set<Loaded>();

/** A view whose code comes when it is first shown. One that could not be loaded is asked for again by `renewFailedViews`. */
export function lazyView<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const make = (): ComponentType<Props> =>
    lazy(() =>
      load().then(
        (component) => ({ default: component }),
        (error: unknown) => {
          loaded.failed = true;
          throw error;
        },
      ),
    );
  let Current = make();
  const loaded: Loaded = {
    failed: false,
    renew: () => {
      loaded.failed = false;
      Current = make();
    },
  };
  views.add(loaded);
  return function LazyView(props: Props): ReactNode {
    return <Current {...props} />;
  };
}

/** React keeps the failure of a lazy component for good; these are made anew. */
export function renewFailedViews(): void {
  for (const view of views) if (view.failed) view.renew();
}
