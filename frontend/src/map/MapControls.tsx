// The buttons of the map: zoom and measure.
import type L from "leaflet";
import type { RefObject } from "react";
import { useStore } from "zustand";
import type { Translate } from "../i18n/text";
import type { LiveStore } from "../live/store";
import { measuring, resultOf, toggleMeasuring } from "./measure";

interface Props {
  map: RefObject<L.Map | null>;
  store: LiveStore;
  t: Translate;
}

export function MapControls({ map, store, t }: Props) {
  const { isOn } = useStore(measuring);
  const { measured, units } = useStore(store, (state) => state.settings);
  return (
    <>
      <div className="map-controls card" role="group" aria-label={t("mapLayer")}>
        <button type="button" aria-label={t("zoomIn")} onClick={() => map.current?.zoomIn()}>
          +
        </button>
        <button type="button" aria-label={t("zoomOut")} onClick={() => map.current?.zoomOut()}>
          −
        </button>
        <button
          type="button"
          aria-label={t("measure")}
          aria-pressed={isOn}
          title={`${t("measure")} (M)`}
          onClick={() => map.current && toggleMeasuring(map.current)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M3 16 16 3l5 5L8 21zM7 12l2 2M10 9l3 3M13 6l2 2" />
          </svg>
        </button>
      </div>
      {isOn && <i className="cross" aria-hidden="true" />}
      <p className={isOn ? "measure-hint card" : "hidden"} role="status">
        {isOn ? (resultOf(measured, units) ?? t("measureHint")) : ""}
      </p>
    </>
  );
}
