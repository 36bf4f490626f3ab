// What lies under the aircraft: the built-in map, or tiles from somewhere else.
import { useId, useState } from "react";
import { useWords } from "../i18n/context";
import { change } from "../live/store";
import { useLive, useServices } from "../panels/context";

const OSM = "osm";

export function TileChoice() {
  const { t } = useWords();
  const { store } = useServices();
  const tiles = useLive((state) => state.settings.tiles);
  const tileTrouble = useLive((state) => state.tileTrouble);
  const [isOwn, setOwn] = useState(tiles !== null && tiles !== OSM);
  const id = useId();

  function choose(value: string) {
    setOwn(value === "own");
    if (value !== "own") change(store, { tiles: value === OSM ? OSM : null });
  }

  return (
    <div className="field">
      <label htmlFor={id}>{t("mapLayer")}</label>
      <select
        id={id}
        value={isOwn ? "own" : (tiles ?? "")}
        onChange={({ target }) => choose(target.value)}
      >
        <option value="">{t("layerBuiltIn")}</option>
        <option value={OSM}>{t("layerOsm")}</option>
        <option value="own">{t("layerOwn")}</option>
      </select>
      {tileTrouble && <p role="status">{t("layerFailed")}</p>}
      {isOwn && <OwnTiles tiles={tiles === OSM ? null : tiles} />}
    </div>
  );
}

function OwnTiles({ tiles }: { tiles: string | null }) {
  const { t } = useWords();
  const { store } = useServices();
  const [text, setText] = useState(tiles ?? "");
  const isWrong = text !== "" && !/^https:\/\/\S+$/.test(text);

  function read(value: string) {
    setText(value);
    if (/^https:\/\/\S+(\{z\}\S*|\.pmtiles)$/.test(value)) change(store, { tiles: value });
  }

  return (
    <>
      <input
        type="text"
        aria-label={t("layerUrl")}
        placeholder={t("layerUrl")}
        aria-invalid={isWrong}
        value={text}
        onChange={({ target }) => read(target.value)}
      />
      {isWrong && <p role="status">{t("layerWrong")}</p>}
    </>
  );
}
