// What the page shows, and the keys that move it.
import { useWords } from "../i18n/context";
import { Glyph } from "../lib/Glyph";
import { GLYPHS } from "../live/glyphs";
import { SHAPES } from "../live/shape";
import { KEYS } from "../panels/shortcuts";
import { Panel } from "../panels/Panel";

export default function HelpView() {
  const { t } = useWords();
  return (
    <Panel title={t("help")} name="help">
      <section>
        <h3>{t("helpKeys")}</h3>
        <dl className="keys-list">
          {KEYS.map(({ keys, text }) => (
            <div key={text}>
              <dt>
                {keys.map((key) => (
                  <kbd key={key}>{key}</kbd>
                ))}
              </dt>
              <dd>{t(text)}</dd>
            </div>
          ))}
        </dl>
      </section>
      <section>
        <h3>{t("category")}</h3>
        <ul className="shapes">
          {SHAPES.map((shape) => (
            <li key={shape}>
              <Glyph path={GLYPHS[shape]} colour="currentColor" />
              {t(`shape_${shape}`)}
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>{t("helpData")}</h3>
        <p>{t("helpDataText")}</p>
      </section>
      <section>
        <h3>{t("helpWhy")}</h3>
        <p>{t("helpWhyText")}</p>
      </section>
    </Panel>
  );
}
