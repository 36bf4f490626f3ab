// Everything known about the selected aircraft, as reported: never the estimate of the map.
import { lazy, Suspense, useRef } from "react";
import { useWords } from "../i18n/context";
import { emergencyOf } from "../live/emergency";
import { isCurrent, select } from "../live/store";
import { AircraftActions } from "./AircraftActions";
import { useLive, useServices } from "./context";
import { FIELD_GROUPS, type FieldGroup, type Known } from "./fields";
import { Icon } from "./icons";
import { Route } from "./Route";
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
  return (
    <aside ref={panel} className="details card" data-testid="details" aria-label={t("details")}>
      <Header icao24={selected} known={row && { row, flight }} />
      {!isHere && <p className="gone">{t(row ? "gone" : "neverSeen")}</p>}
      <AircraftActions icao24={selected} isHere={isHere} />
      {row && (
        <>
          <Route icao24={selected} />
          <Group group={FIELD_GROUPS[0] as FieldGroup} known={{ row, flight }} />
          <ViewBoundary>
            <Suspense fallback={<p className="chart">{t("loading")}</p>}>
              <Profile />
            </Suspense>
          </ViewBoundary>
          {FIELD_GROUPS.slice(1).map((group) => (
            <Group key={group.title} group={group} known={{ row, flight }} />
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
  return (
    <section>
      <h3>{words.t(group.title)}</h3>
      <dl>
        {group.fields.map(({ name, label, show }) => (
          <div key={name}>
            <dt>{words.t(label)}</dt>
            <dd data-testid={`details-${name}`}>{show(known, words)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
