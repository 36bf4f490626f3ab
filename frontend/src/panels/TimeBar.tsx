// Plays back what frames there are: a slider, steps, a speed, and the way back to live.
import { useEffect, useState } from "react";
import { useWords } from "../i18n/context";
import { formatClock } from "../i18n/format";
import {
  frameTimes,
  nearestFrame,
  showFrame,
  SPEEDS,
  stepFrom,
  waitBetween,
} from "../live/playback";
import type { Speed } from "../live/playback";
import { change } from "../live/store";
import { useLive, useServices } from "./context";
import { Icon } from "./icons";

export default function TimeBar() {
  const { t } = useWords();
  const { store, client } = useServices();
  const time = useLive((state) => state.settings.time);
  const [times, setTimes] = useState<readonly number[] | null>(null);
  const player = usePlayer(times ?? [], time);

  useEffect(() => {
    frameTimes(client).then(setTimes, () => setTimes([]));
  }, [client]);

  // A link may name a time that lies between two frames, or before all of them.
  const frame = times && time !== null ? nearestFrame(times, time) : null;
  useEffect(() => {
    if (frame === null || time === null) return;
    if (frame === time) void showFrame(store, client, frame);
    else change(store, { time: frame });
  }, [store, client, frame, time]);

  if (times?.length === 0) return <p className="time-bar card">{t("noFrames")}</p>;
  return (
    <section className="time-bar card" aria-label={t("timeBar")} data-testid="time-bar">
      <Buttons player={player} isReady={times !== null} />
      <Slider times={times ?? []} time={frame ?? time ?? 0} />
      <label>
        <span className="hidden">{t("playSpeed")}</span>
        <select
          value={player.speed}
          onChange={(event) => player.setSpeed(Number(event.target.value) as Speed)}
        >
          {SPEEDS.map((speed) => (
            <option key={speed} value={speed}>{`${speed}×`}</option>
          ))}
        </select>
      </label>
    </section>
  );
}

interface Player {
  isPlaying: boolean;
  speed: Speed;
  setSpeed(speed: Speed): void;
  toggle(): void;
  step(by: 1 | -1): void;
}

function usePlayer(times: readonly number[], time: number | null): Player {
  const { store } = useServices();
  const [isWanted, setWanted] = useState(false);
  const [speed, setSpeed] = useState<Speed>(30);
  const next = time === null ? null : stepFrom(times, time, 1);
  const isPlaying = isWanted && next !== null;

  useEffect(() => {
    if (!isPlaying || time === null || next === null) return;
    const timer = setTimeout(() => change(store, { time: next }), waitBetween(time, next, speed));
    return () => clearTimeout(timer);
  }, [store, isPlaying, time, next, speed]);

  function step(by: 1 | -1) {
    const to = time === null ? null : stepFrom(times, time, by);
    setWanted(false);
    if (to !== null) change(store, { time: to });
  }

  function toggle() {
    // At the end, playing begins anew.
    if (next === null && times[0] !== undefined) change(store, { time: times[0] });
    setWanted(!isPlaying);
  }

  return { isPlaying, speed, setSpeed, toggle, step };
}

/** Before the frames are known there is nowhere to go. */
function Buttons({ player, isReady }: { player: Player; isReady: boolean }) {
  const { t } = useWords();
  const { isPlaying, step, toggle } = player;
  return (
    <span className="buttons">
      <button
        type="button"
        className="plain"
        disabled={!isReady}
        aria-label={t("stepBack")}
        onClick={() => step(-1)}
      >
        <Icon name="back" />
      </button>
      <button
        type="button"
        className="plain"
        disabled={!isReady}
        id="play"
        aria-label={isPlaying ? t("pause") : t("play")}
        onClick={toggle}
      >
        <Icon name={isPlaying ? "pause" : "play"} />
      </button>
      <button
        type="button"
        className="plain"
        disabled={!isReady}
        aria-label={t("stepForward")}
        onClick={() => step(1)}
      >
        <Icon name="forward" />
      </button>
    </span>
  );
}

function Slider({ times, time }: { times: readonly number[]; time: number }) {
  const { t } = useWords();
  const { store } = useServices();
  return (
    <label className="slider">
      <output>{time > 0 ? formatClock(time) : ""}</output>
      <input
        type="range"
        aria-label={t("timeBar")}
        aria-valuetext={time > 0 ? formatClock(time) : ""}
        min={0}
        max={Math.max(0, times.length - 1)}
        value={Math.max(0, times.indexOf(time))}
        onChange={(event) => change(store, { time: times[Number(event.target.value)] ?? time })}
      />
    </label>
  );
}
