// Who is on the way to an airport, leaves it, and is there; nothing of it is a schedule.
import { useId, useState } from "react";
import type { Airport, AirportTraffic } from "../api/types";
import { useWords } from "../i18n/context";
import type { TextKey } from "../i18n/en";
import { formatClock } from "../i18n/format";
import { change, selectAndCentre } from "../live/store";
import { useLive, useServices } from "../panels/context";
import { Failure } from "../panels/Failure";
import { Panel } from "../panels/Panel";
import { useAnswer } from "../panels/useAnswer";

const AIRPORT_ZOOM = 10;

export default function AirportView() {
  const { t } = useWords();
  const icao = useLive((state) => state.settings.airport);
  const sky = useLive((state) => state.live);
  const path = icao && `/airports/${encodeURIComponent(icao)}`;
  const { data, error } = useAnswer("/airports/{icao}", path, sky);
  return (
    <Panel title={t("airport")} name="airport">
      <AirportPicker />
      {!icao && <p className="lead">{t("boardNone")}</p>}
      {error && <Failure error={error} />}
      {icao && !data && !error && <p className="lead">{t("loading")}</p>}
      {data && <Board traffic={data} />}
    </Panel>
  );
}

function AirportPicker() {
  const { t } = useWords();
  const { store } = useServices();
  const id = useId();
  const [text, setText] = useState("");
  const wanted = text.trim();
  const path = wanted.length < 2 ? null : `/airports?q=${encodeURIComponent(wanted)}`;
  const found = useAnswer("/airports", path).data?.airports ?? [];

  function choose({ icao, latitude, longitude }: Airport) {
    setText("");
    change(store, { airport: icao });
    store.setState({ centreRequest: { latitude, longitude, zoom: AIRPORT_ZOOM } });
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
      <People title={t("inbound")} people={inbound} />
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
            <button
              type="button"
              title={one.evidence}
              onClick={() => selectAndCentre(store, one.icao24)}
            >
              <strong>{one.callsign?.trim() || one.icao24}</strong>
              <span className="right">
                {one.eta_seconds === null
                  ? ""
                  : t("eta", { time: format.duration(one.eta_seconds) })}
              </span>
              <small>
                {`${t("inferred")}: ${format.distance(one.distance_km * 1_000)}, ${t(`phase_${one.phase}` as TextKey)}`}
              </small>
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
          <button
            type="button"
            title={one.evidence ?? undefined}
            onClick={() => selectAndCentre(store, one.icao24)}
          >
            <strong>{one.callsign?.trim() || one.icao24}</strong>
            <span className="right">{formatClock(one.time)}</span>
            <small>{`${t("inferred")}: ${t(one.kind === "landing" ? "landed" : "tookOff")}`}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}
