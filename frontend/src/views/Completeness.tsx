// Whether yesterday's data is complete, with its report, and what is wrong now.
import type { Answers } from "../api/types";
import { useWords, type Words } from "../i18n/context";
import { formatTime } from "../i18n/format";
import { useAnswer } from "../panels/useAnswer";
import { Part } from "./Part";

type Answer = Answers["/completeness"];
type Day = NonNullable<Answer["completeness"]>;

const LOOKS = { complete: "ok", incomplete: "late", unknown: "starting" } as const;

/** `again`: asked anew when it changes. */
export function Completeness({ again }: { again: unknown }) {
  const { data } = useAnswer("/completeness", "/completeness", again);
  if (!data) return null;
  return (
    <ul className="pipeline is-apart">
      <Yesterday answer={data} />
      {data.incidents.map((incident) => (
        <Incident key={`${incident.name} ${incident.since}`} {...incident} />
      ))}
    </ul>
  );
}

function Yesterday({ answer }: { answer: Answer }) {
  const { t, format } = useWords();
  const { day, completeness, report } = answer;
  const status = completeness?.status ?? "unknown";
  return (
    <Part
      name={t("yesterday", { day })}
      status={LOOKS[status]}
      badge={verdict(completeness, t, format)}
      isEnglish={completeness !== null}
      detail={completeness?.reasons.join("; ") ?? t("dayNotLooked")}
      figures={completeness ? figures(completeness, t, format) : []}
    >
      {report && (
        <a className="chip" href={`./api${report}`} target="_blank" rel="noreferrer">
          {t("dayReport")}
        </a>
      )}
    </Part>
  );
}

/** What is missing of it, in a few words. */
function verdict(day: Day | null, t: Words["t"], format: Words["format"]): string {
  if (!day || day.status === "unknown") return t("dayUnknown");
  if (day.status === "complete") return t("dayComplete");
  const records = day.lost + day.unlanded;
  if (records > 0) return t("dayRecordsMissing", { n: format.number(records) });
  if (day.polls_missing > 0) return t("dayPollsMissing", { n: format.number(day.polls_missing) });
  return t("dayIncomplete");
}

function figures(day: Day, t: Words["t"], format: Words["format"]) {
  const { polls_expected: expected, polls_received: received, reconciled_at: at } = day;
  const polls =
    expected === null
      ? format.number(received)
      : t("someOf", { n: format.number(received), all: format.number(expected) });
  return [
    [t("polls"), polls],
    [t("dayStates"), format.number(day.states)],
    [t("recordsLost"), format.number(day.lost)],
    [t("offsetsCompared"), at === null ? t("unknown") : formatTime(at)],
  ] as const;
}

function Incident({ name, detail, since }: Answer["incidents"][number]) {
  const { t } = useWords();
  return (
    <Part
      name={t("incident", { name })}
      status="down"
      badge={t("sinceTime", { time: formatTime(since) })}
      detail={detail}
    />
  );
}
