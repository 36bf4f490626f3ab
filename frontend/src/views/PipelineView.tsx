// How every part of the tracker is, from the source to this page, for its operator.
import type { Health } from "../api/types";
import { useWords, type Words } from "../i18n/context";
import { formatTime } from "../i18n/format";
import type { RendererChoice } from "../live/renderer";
import { useLive } from "../panels/context";
import { Failure } from "../panels/Failure";
import { Panel } from "../panels/Panel";
import { useAnswer } from "../panels/useAnswer";
import { Completeness } from "./Completeness";
import { Part } from "./Part";

export default function PipelineView() {
  const { t } = useWords();
  const health = useLive((state) => state.health);
  return (
    <Panel title={t("pipeline")} name="pipeline">
      {health ? (
        <>
          <Completeness again={health} />
          <ol className="pipeline">
            <Source health={health.body} />
            <Part name={t("pipelineBroker")} {...health.body.components.broker} />
            <LiveView health={health.body} />
            <ThisPage />
            <Lakehouse health={health.body} />
          </ol>
        </>
      ) : (
        <p className="lead">{t("loading")}</p>
      )}
    </Panel>
  );
}

function Source({ health }: { health: Health }) {
  const { t, format } = useWords();
  const { name, status, detail, reason, credits_remaining, last_poll_at } =
    health.components.source;
  const age = last_poll_at === null ? null : format.duration(health.time - last_poll_at);
  return (
    <Part
      name={`${t("pipelineSource")}: ${format.text(name)}`}
      status={status}
      detail={`${detail} (${reason})`}
      figures={[
        [t("credits"), format.number(credits_remaining)],
        ...(age === null ? [] : ([[t("status"), t("updatedAgo", { age })]] as const)),
      ]}
    />
  );
}

/** While all is well its figure says all. */
function LiveView({ health }: { health: Health }) {
  const { t, format } = useWords();
  const { status, detail, aircraft } = health.components.live_view;
  return (
    <Part
      name={t("pipelineLiveView")}
      status={status}
      detail={status === "ok" ? "" : detail}
      figures={[[t("statTotal"), format.number(aircraft)]]}
    />
  );
}

const NAMES = { pixels: "rendererPixels", webgl2: "rendererWebgl" } as const;

function rendererText(choice: RendererChoice, t: Words["t"], format: Words["format"]): string {
  const name = t(NAMES[choice.renderer]);
  const times = choice.milliseconds;
  if (!times) return name;
  const other = choice.renderer === "pixels" ? "webgl2" : "pixels";
  return t("rendererTimes", {
    name,
    time: format.number(times[choice.renderer], 1),
    other: t(NAMES[other]),
    otherTime: format.number(times[other], 1),
  });
}

function ThisPage() {
  const { t, format } = useWords();
  const sky = useLive((state) => state.live);
  const renderer = useLive((state) => state.renderer);
  const trouble = useLive((state) => state.trouble);
  return (
    <Part
      name={t("pipelinePage")}
      status={trouble ? "late" : "ok"}
      isEnglish={false}
      detail={
        sky?.snapshotTime ? t("dataOf", { time: formatTime(sky.snapshotTime) }) : t("unknown")
      }
      figures={[
        [t("statTotal"), format.number(sky?.aircraft.count)],
        [t("renderer"), rendererText(renderer, t, format)],
      ]}
    />
  );
}

function Lakehouse({ health }: { health: Health }) {
  const { t, format } = useWords();
  const { status, detail } = health.components.lakehouse;
  const { data, error } = useAnswer("/databricks/status", "/databricks/status", health);
  const tables = Object.entries(data?.tables ?? {});
  const loadedAt = data?.last_load_at ?? null;
  return (
    <>
      <Part
        name={t("pipelineLakehouse")}
        status={status}
        detail={detail}
        figures={[
          [t("lastLoad"), loadedAt === null ? t("unknown") : formatTime(loadedAt)],
          [t("lag"), data?.lag_seconds == null ? t("unknown") : format.duration(data.lag_seconds)],
          [t("waitingFiles"), format.number(data?.waiting_files)],
        ]}
      />
      {error && <Failure error={error} />}
      {tables.length > 0 && (
        <li className="part">
          <h3>{t("tables")}</h3>
          <table className="small">
            <thead>
              <tr>
                <td />
                <th scope="col">{t("rows")}</th>
                <th scope="col">{t("files")}</th>
              </tr>
            </thead>
            <tbody>
              {tables.map(([name, { rows, files }]) => (
                <tr key={name}>
                  <th scope="row">{name}</th>
                  <td>{format.number(rows)}</td>
                  <td>{format.number(files)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </li>
      )}
    </>
  );
}
