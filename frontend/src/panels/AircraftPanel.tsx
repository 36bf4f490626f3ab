// Everything known about the selected aircraft, as reported: never the estimate of the map.
import { lazy, Suspense, useRef } from "react";
import { useWords } from "../i18n/context";
import { airlineOf } from "../live/airline";
import { emergencyOf } from "../live/emergency";
import { isCurrent, select } from "../live/store";
import { AircraftActions } from "./AircraftActions";
import { useLive, useServices } from "./context";
import { ageOf, FIELD_GROUPS, textOf, type FieldGroup, type Known } from "./fields";
import { Icon } from "./icons";
import { Route } from "./Route";
import { useAirlines } from "./useAirlines";
import { useFlight } from "./useFlight";
import { useReturnedFocus } from "./useReturnedFocus";
import { ViewBoundary } from "./ViewBoundary";

const Profile = lazy(() => import("./Profile"));

export function AircraftPanel() {
  useFlight();
  const selected = useLive((live) => live.selected);
  return selected === null ? null : <Details selected={selected} />;
}

function Details({ selected }: { selected: string }) {
  const { t } = useWords();
  const { store } = useServices();
  const panel = useRef<HTMLElement>(null);
  useReturnedFocus(panel, ".map");
  const row = useLive((live) => live.selectedRow);
  // What the API says is of now: beside a frame of the past it would be a lie.
  const flight = useLive((live) => (live.sky?.isPast ? null : live.flight));
  const isHere = useLive((live) => isCurrent(live, live.selected));
  const isPast = useLive((live) => live.sky?.isPast ?? false);
  const snapshotTime = useLive((live) => live.sky?.snapshotTime ?? null);
  const airline = airlineOf(row?.callsign ?? "");
  const airlineName = useAirlines(airline !== null && isPast)[airline ?? ""] ?? null;
  const known = row && { row, flight, isPast, snapshotTime, airlineName };
  return (
    <aside ref={panel} className="details card" data-testid="details" aria-label={t("details")}>
      <Header icao24={selected} known={known} />
      {!isHere && <p className="gone">{t(row ? "gone" : "neverSeen")}</p>}
      <AircraftActions icao24={selected} isHere={isHere} />
      {known && (
        <>
          <Route icao24={selected} />
          {FIELD_GROUPS.slice(0, 2).map((group) => (
            <Group key={group.title} {...{ group, known }} />
          ))}
          <ViewBoundary>
            <Suspense fallback={<p className="second">{t("loading")}</p>}>
              <Profile />
            </Suspense>
          </ViewBoundary>
          {FIELD_GROUPS.slice(2).map((group) => (
            <Group key={group.title} {...{ group, known }} />
          ))}
        </>
      )}
      <button
        type="button"
        className="plain corner"
        aria-label={`${t("close")}: ${t("details")}`}
        onClick={() => select(store, null)}
      >
        <Icon name="close" />
      </button>
    </aside>
  );
}

function Header({ icao24, known }: { icao24: string; known: Known | null }) {
  const { format } = useWords();
  const { registration, airline_name, country_code } = known?.flight?.enrichment ?? {};
  const about = [icao24, registration, airline_name, country_code && format.country(country_code)];
  return (
    <header className={emergencyOf(known?.row.squawk ?? null) ? "is-emergency" : ""}>
      <h2>{known?.row.callsign ?? icao24}</h2>
      <p>{about.filter(Boolean).join(" · ")}</p>
    </header>
  );
}

function Group({ group, known }: { group: FieldGroup; known: Known }) {
  const words = useWords();
  const { t, format } = words;
  const age = group.age ? ageOf(known, group.age) : null;
  return (
    <section>
      <h3>
        {t(group.title)}
        {age !== null && <small>{t("ageOld", { age: format.duration(age) })}</small>}
      </h3>
      <dl>
        {group.fields.map((field) => (
          <div key={field.name}>
            <dt>{t(field.label)}</dt>
            <dd data-testid={`details-${field.name}`}>{textOf(field, known, words)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
