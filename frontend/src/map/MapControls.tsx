// The buttons of the map: zoom and measure.
import type L from "leaflet";
import type { RefObject } from "react";
import type { Translate } from "../i18n/text";
import { toggleMeasuring } from "./measure";

export function MapControls({ map, t }: { map: RefObject<L.Map | null>; t: Translate }) {
  return (
    <div className="map-controls card" role="group" aria-label={t("mapLayer")}>
      <button type="button" aria-label={t("zoomIn")} onClick={() => map.current?.zoomIn()}>
        +
      </button>
      <button type="button" aria-label={t("zoomOut")} onClick={() => map.current?.zoomOut()}>
        −
      </button>
      <button
        type="button"
        aria-label={`${t("measure")}. ${t("measureHint")}`}
        title={`${t("measure")} (M)`}
        onClick={() => map.current && toggleMeasuring(map.current)}
      >
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M3 16 16 3l5 5L8 21zM7 12l2 2M10 9l3 3M13 6l2 2" />
        </svg>
      </button>
    </div>
  );
}
