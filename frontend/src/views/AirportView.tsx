// Who is on the way to an airport, leaves it, and is there; nothing of it is a schedule.
import { useEffect, useId, useMemo, useState } from "react";
import type { Airport, AirportTraffic } from "../api/types";
import { useWords } from "../i18n/context";
import type { TextKey } from "../i18n/en";
import { formatClock } from "../i18n/format";
import { busiestAirports, type AirportRow } from "../live/largest";
import { change, selectAndCentre, type LiveStore } from "../live/store";
import airportsUrl from "../reference/airports.json?url";
import { useLive, useServices } from "../panels/context";
import { Failure } from "../panels/Failure";
import { Panel } from "../panels/Panel";
import { useAnswer } from "../panels/useAnswer";

const AIRPORT_ZOOM = 10;
const MOST_OFFERED = 8;

export default function AirportView() {
  const { t } = useWords();
  const icao = useLive((state) => state.settings.airport);
  const sky = useLive((state) => state.live);
  const path = icao && `/airports/${encodeURIComponent(icao)}`;
  const { data, error } = useAnswer("/airports/{icao}", path, sky);
  return (
    <Panel title={t("airport")} name="airport">
      <AirportPicker />
      {!icao && <Busiest />}
      {error && <Failure error={error} />}
      {icao && !data && !error && <p className="lead">{t("loading")}</p>}
      {data && <Board traffic={data} />}
    </Panel>
  );
}

/** Where nothing is chosen yet: where most goes on of what the map shows. */
function Busiest() {
  const { t, format } = useWords();
  const { store } = useServices();
  const aircraft = useLive((state) => state.sky?.aircraft);
  const bounds = useLive((state) => state.bounds);
  const [airports, setAirports] = useState<readonly AirportRow[]>([]);
  useEffect(() => {
    const read = (answer: Response) => answer.json() as Promise<AirportRow[]>;
    fetch(airportsUrl)
      .then(read)
      .then(setAirports, () => {});
  }, []);
  const found = useMemo(
    () => (aircraft ? busiestAirports(aircraft, airports, bounds, MOST_OFFERED) : []),
    [aircraft, airports, bounds],
  );
  return (
    <section>
      <p className="lead">{t("boardNone")}</p>
      {found.length > 0 && <h3>{t("boardBusiest")}</h3>}
      <ul className="list">
        {found.map(([[icao, iata, latitude, longitude], count]) => (
          <li key={icao}>
            <button type="button" onClick={() => openBoard(store, { icao, latitude, longitude })}>
              <strong>{[iata, icao].filter(Boolean).join(" / ")}</strong>
              <span className="right">{t("tableRows", { n: format.number(count) })}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function openBoard(
  store: LiveStore,
  { icao, latitude, longitude }: Pick<Airport, "icao" | "latitude" | "longitude">,
): void {
  change(store, { airport: icao });
  store.setState({ centreRequest: { latitude, longitude, zoom: AIRPORT_ZOOM } });
}

function AirportPicker() {
  const { t } = useWords();
  const { store } = useServices();
  const id = useId();
  const [text, setText] = useState("");
  const wanted = text.trim();
  const path = wanted.length < 2 ? null : `/airports?q=${encodeURIComponent(wanted)}`;
  const found = useAnswer("/airports", path).data?.airports ?? [];

  function choose(airport: Airport) {
    setText("");
    openBoard(store, airport);
  }

  return (
    <div className="field">
      <label htmlFor={id}>{t("boardHint")}</label>
      <input
        id={id}
        type="text"
        autoComplete="off"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={({ key }) => key === "Enter" && found[0] && choose(found[0])}
      />
      <ul className="list">
        {found.slice(0, 6).map((airport) => (
          <li key={airport.icao}>
            <button type="button" onClick={() => choose(airport)}>
              <strong>{airport.name}</strong>
              <small>
                {[airport.icao, airport.iata, airport.city].filter(Boolean).join(" · ")}
              </small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Board({ traffic }: { traffic: AirportTraffic }) {
  const { t } = useWords();
  const { airport, inbound, outbound, on_ground, movements, reason } = traffic;
  return (
    <>
      <h3 className="board-title" data-testid="board-title">
        {airport.name} <code>{[airport.icao, airport.iata].filter(Boolean).join(" / ")}</code>
      </h3>
      <p className="second">{t("boardNote")}</p>
      <People title={t("inbound")} people={soonestFirst(inbound)} />
      <People title={t("outbound")} people={outbound} />
      <People title={t("onTheGround")} people={on_ground} />
      <section>
        <h4>{t("movements")}</h4>
        {movements === null ? (
          <p className="second">{t("movementsAway", { reason: reason ?? "" })}</p>
        ) : (
          <Movements movements={movements} />
        )}
      </section>
    </>
  );
}

type Person = AirportTraffic["inbound"][number];

/** Who will be there at an unknown time comes last. */
const soonestFirst = (people: readonly Person[]) =>
  [...people].sort((a, b) => (a.eta_seconds ?? Infinity) - (b.eta_seconds ?? Infinity));

function People({ title, people }: { title: string; people: readonly Person[] }) {
  const { t, format } = useWords();
  const { store } = useServices();
  return (
    <section>
      <h4>
        {title} <span className="badge">{people.length}</span>
      </h4>
      {people.length === 0 && <p className="second">{t("boardNobody")}</p>}
      <ul className="list">
        {people.map((one) => (
          <li key={one.icao24}>
            <button type="button" onClick={() => selectAndCentre(store, one.icao24)}>
              <strong>{one.callsign?.trim() || one.icao24}</strong>
              <span className="right">
                {one.eta_seconds === null
                  ? ""
                  : t("eta", { time: format.duration(one.eta_seconds) })}
              </span>
              <small>
                {`${t("inferred")}: ${format.distance(one.distance_km * 1_000)}, ${t(`phase_${one.phase}` as TextKey)}`}
              </small>
              <Evidence text={one.evidence} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

type Movement = NonNullable<AirportTraffic["movements"]>[number];

function Movements({ movements }: { movements: readonly Movement[] }) {
  const { t } = useWords();
  const { store } = useServices();
  if (movements.length === 0) return <p className="second">{t("boardNobody")}</p>;
  return (
    <ul className="list">
      {movements.map((one) => (
        <li key={`${one.icao24} ${one.time} ${one.kind}`}>
          <button type="button" onClick={() => selectAndCentre(store, one.icao24)}>
            <strong>{one.callsign?.trim() || one.icao24}</strong>
            <span className="right">{formatClock(one.time)}</span>
            <small>{`${t("inferred")}: ${t(one.kind === "landing" ? "landed" : "tookOff")}`}</small>
            <Evidence text={one.evidence} />
          </button>
        </li>
      ))}
    </ul>
  );
}

/** In the server's own words, which are English. */
function Evidence({ text }: { text: string | null }) {
  return text && <small lang="en">{text}</small>;
}
