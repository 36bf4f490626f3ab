// Aircraft that call for help, wherever the map looks and whatever is filtered.
import { useMemo } from "react";
import { useWords } from "../i18n/context";
import { emergenciesIn, emergencyOf } from "../live/emergency";
import { rowAt } from "../live/aircraft";
import { selectAndCentre } from "../live/store";
import { useLive, useServices } from "./context";

const MOST_SHOWN = 5;

export function EmergencyList() {
  const { t } = useWords();
  const { store } = useServices();
  const aircraft = useLive((state) => state.sky?.aircraft);
  const emergencies = useMemo(() => (aircraft ? emergenciesIn(aircraft) : []), [aircraft]);
  if (!aircraft || emergencies.length === 0) return null;
  const n = emergencies.length;
  return (
    <section className="emergencies card" aria-label={t("emergencies")}>
      <h2>{n === 1 ? t("emergencyOne") : t("emergencyMany", { n })}</h2>
      <ul>
        {emergencies.slice(0, MOST_SHOWN).map((i) => {
          const { icao24, callsign, squawk } = rowAt(aircraft, i);
          const kind = emergencyOf(squawk);
          return (
            <li key={icao24}>
              <button type="button" onClick={() => selectAndCentre(store, icao24)}>
                <strong>{squawk}</strong> {callsign ?? icao24}
                <small>{kind && t(kind)}</small>
              </button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
