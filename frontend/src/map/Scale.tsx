// The scale of the map, in the reader's unit.
import { useStore } from "zustand";
import { useWords } from "../i18n/context";
import type { LiveStore } from "../live/store";
import { scaleBarOf } from "./scaleBar";
import { firstView } from "./worldView";

export function Scale({ store }: { store: LiveStore }) {
  const { format } = useWords();
  const view = useStore(store, (state) => state.settings.view) ?? firstView(window.innerHeight);
  const { name } = format.units.distance;
  const { width, length } = scaleBarOf(view, format.units.distance);
  return (
    <div className="scale" data-testid="scale" style={{ width }} aria-hidden="true">
      {`${format.number(length, length < 1 ? 1 : 0)} ${name}`}
    </div>
  );
}
