// All aircraft of an operator that are in the sky, by the designator in their callsigns.
import { useId, useMemo, useState } from "react";
import { useWords } from "../i18n/context";
import { codeOf, rowAt, type Aircraft } from "../live/aircraft";
import { airlineOf } from "../live/airline";
import { NO_FILTERS } from "../live/filters";
import { largestFleets } from "../live/largest";
import { findNames } from "../live/search";
import { change, selectAndCentre } from "../live/store";
import { useLive, useServices } from "../panels/context";
import { Panel } from "../panels/Panel";
import { useAirlines } from "../panels/useAirlines";

const MOST_FOUND = 6;
const MOST_OFFERED = 10;

type Names = Readonly<Record<string, string>>;

export default function FleetView() {
  const { t } = useWords();
  const airline = useLive((state) => state.settings.airline);
  const aircraft = useLive((state) => state.sky?.aircraft);
  const names = useAirlines();
  return (
    <Panel title={t("fleet")} name="fleet">
      <FleetPicker names={names} />
      {!airline && aircraft && <Largest {...{ aircraft, names }} />}
      {airline && aircraft && <Fleet {...{ airline, aircraft, names }} />}
    </Panel>
  );
}

function FleetPicker({ names }: { names: Names }) {
  const { t } = useWords();
  const { store } = useServices();
  const id = useId();
  const [text, setText] = useState("");
  const found = useMemo(() => findAirlines(names, text), [names, text]);
  const choose = (airline: string) => {
    setText("");
    change(store, { airline });
  };
  return (
    <div className="field">
      <label htmlFor={id}>{t("fleetHint")}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => key === "Enter" && found[0] && choose(found[0][0])}
      />
      <ul className="list">
        {found.slice(0, MOST_FOUND).map(([code, name]) => (
          <li key={code}>
            <button type="button" onClick={() => choose(code)}>
              <strong>{name}</strong> <small>{code}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function findAirlines(names: Names, text: string): [string, string][] {
  const code = text.trim().toUpperCase();
  const byCode: [string, string][] = /^[A-Z]{3}$/.test(code) ? [[code, names[code] ?? code]] : [];
  const byName = findNames(Object.entries(names), ([, name]) => name, text);
  return [...byCode, ...byName.filter(([other]) => other !== code)];
}

/** Where nothing is chosen yet: who flies most where the map looks. */
function Largest({ aircraft, names }: Omit<FleetProps, "airline">) {
  const { t, format } = useWords();
  const { store } = useServices();
  const bounds = useLive((state) => state.bounds);
  const fleets = useMemo(() => largestFleets(aircraft, bounds, MOST_OFFERED), [aircraft, bounds]);
  return (
    <section>
      <p className="lead">{t("fleetNone")}</p>
      <h3>{t("fleetLargest")}</h3>
      <ul className="list">
        {fleets.map(([code, count]) => (
          <li key={code}>
            <button type="button" onClick={() => change(store, { airline: code })}>
              <strong>{names[code] ?? code}</strong>
              <span className="right">{format.number(count)}</span>
              <small>{code}</small>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface FleetProps {
  airline: string;
  aircraft: Aircraft;
  names: Names;
}

function Fleet({ airline, aircraft, names }: FleetProps) {
  const { t, format } = useWords();
  const { store } = useServices();
  const rows = useMemo(() => fleetOf(aircraft, airline), [aircraft, airline]);
  return (
    <>
      <p className="lead" role="status" data-testid="fleet-count">
        {t("fleetCount", { n: format.number(rows.length), name: names[airline] ?? airline })}
      </p>
      <button
        type="button"
        className="button"
        onClick={() => change(store, { filters: { ...NO_FILTERS, airlines: [airline] } })}
      >
        {t("showOnMap")}
      </button>
      <ul className="list">
        {rows.map(({ icao24, callsign, altitude, velocity, onGround }) => (
          <li key={icao24}>
            <button type="button" onClick={() => selectAndCentre(store, icao24)}>
              <strong>{callsign ?? icao24}</strong>
              <span className="right">{onGround ? t("ground") : format.altitude(altitude)}</span>
              <small>{`${icao24} · ${format.speed(velocity)}`}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}

function fleetOf(aircraft: Aircraft, airline: string) {
  const rows = [];
  for (let i = 0; i < aircraft.count; i++) {
    if (airlineOf(aircraft.callsign[i] ?? "") === airline) rows.push(rowAt(aircraft, i));
  }
  return rows.sort(
    (a, b) =>
      (a.callsign ?? "").localeCompare(b.callsign ?? "") || codeOf(a.icao24) - codeOf(b.icao24),
  );
}
