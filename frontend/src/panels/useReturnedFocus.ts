// Who leaves a view by keyboard is not thrown back to the start of the page.
import { useLayoutEffect, type RefObject } from "react";

/** Gives the focus to the first of `places` that can have it, before what holds it is gone. */
export function useReturnedFocus(frame: RefObject<HTMLElement | null>, places: string): void {
  useLayoutEffect(() => {
    const element = frame.current;
    return () => {
      if (!element?.contains(document.activeElement)) return;
      const found = [...document.querySelectorAll<HTMLElement>(places)];
      found.find((one) => one.checkVisibility())?.focus({ preventScroll: true });
    };
  }, [frame, places]);
}
