// Where the flight probably came from and goes to, and from what that is inferred.
import { useWords } from "../i18n/context";
import { change } from "../live/store";
import { useLive, useServices } from "./context";
import { useAnswer } from "./useAnswer";

export function Route({ icao24 }: { icao24: string }) {
  const { t } = useWords();
  // Before the first load there are no legs to ask for.
  const hasLegs = useLive(
    (state) => state.health && state.health.body.components.lakehouse.status !== "starting",
  );
  const path = hasLegs ? `/flights/${encodeURIComponent(icao24)}/legs` : null;
  const leg = useAnswer("/flights/{icao24}/legs", path).data?.legs.at(-1);
  if (!leg || (!leg.departure && !leg.arrival)) return null;
  return (
    <section data-testid="route">
      <h3>{t("groupFlight")}</h3>
      <dl>
        <End label={t("departure")} airport={leg.departure} evidence={leg.departure_evidence} />
        <End label={t("arrival")} airport={leg.arrival} evidence={leg.arrival_evidence} />
      </dl>
    </section>
  );
}

interface EndProps {
  label: string;
  airport: string | null;
  evidence: string | null;
}

function End({ label, airport, evidence }: EndProps) {
  const { t } = useWords();
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {airport ? <AirportLink icao={airport} /> : t("unknown")}
        {evidence && (
          <small className="second">
            {`${t("inferred")}: `}
            <span lang="en">{evidence}</span>
          </small>
        )}
      </dd>
    </div>
  );
}

/** Its name, where the API can be asked for it; opens its board. */
function AirportLink({ icao }: { icao: string }) {
  const { store } = useServices();
  const found = useAnswer("/airports", `/airports?q=${encodeURIComponent(icao)}`).data?.airports;
  const name = found?.find((one) => one.icao === icao)?.name;
  return (
    <button
      type="button"
      className="text-link"
      onClick={() => change(store, { panel: "airport", airport: icao })}
    >
      {name ? `${name} (${icao})` : icao}
    </button>
  );
}
