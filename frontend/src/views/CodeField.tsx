// Airlines or countries, by code or by name: suggestions while one types, chips of what is chosen.
import { useId, useState } from "react";
import { useWords } from "../i18n/context";
import { findNames } from "../live/search";
import { readCodes, type Names } from "./codes";

const MOST_SUGGESTED = 8;

interface Props {
  label: string;
  hint: string;
  names: Names;
  values: readonly string[];
  isCode(code: string): boolean;
  onChange(values: readonly string[]): void;
}

export function CodeField({ label, hint, names, values, isCode, onChange }: Props) {
  const { t } = useWords();
  const id = useId();
  const [text, setText] = useState("");
  /** What was chosen before the typing began. */
  const [base, setBase] = useState(values);
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const nameOf = (code: string) => names[code] ?? code;

  function read(typed: string) {
    setText(typed);
    setUnknown([]);
    onChange([...new Set([...base, ...readCodes(typed, names, isCode).codes])]);
  }

  /** What was understood is a chip now; what was not stays, and is said. */
  function finish() {
    const left = readCodes(text, names, isCode).unknown;
    setUnknown(left);
    setText(left.join(", "));
    setBase(values);
  }

  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <Chosen {...{ values, nameOf }} onRemove={(code) => onChange(without(values, code))} />
      <input
        id={id}
        type="text"
        list={`${id}-list`}
        autoComplete="off"
        spellCheck={false}
        placeholder={hint}
        aria-invalid={unknown.length > 0}
        aria-describedby={`${id}-said`}
        value={text}
        onFocus={() => setBase(values)}
        onChange={({ target }) => read(target.value)}
        onKeyDown={({ key }) => key === "Enter" && finish()}
        onBlur={finish}
      />
      <datalist id={`${id}-list`}>
        {suggestionsFor(text, names).map(([code, name]) => (
          <option key={code} value={name}>
            {code}
          </option>
        ))}
      </datalist>
      <p id={`${id}-said`} className="wrong" role="status">
        {unknown.length > 0 && t("filterUnknown", { text: unknown.join(", ") })}
      </p>
    </div>
  );
}

const without = (values: readonly string[], code: string) => values.filter((one) => one !== code);

function suggestionsFor(text: string, names: Names): [string, string][] {
  if (text.trim().length < 2) return [];
  return findNames(Object.entries(names), ([, name]) => name, text).slice(0, MOST_SUGGESTED);
}

interface ChosenProps {
  values: readonly string[];
  nameOf(code: string): string;
  onRemove(code: string): void;
}

function Chosen({ values, nameOf, onRemove }: ChosenProps) {
  const { t } = useWords();
  if (values.length === 0) return null;
  return (
    <ul className="choices">
      {values.map((code) => (
        <li key={code}>
          <button
            type="button"
            className="chip is-on"
            aria-label={t("filterDelete", { name: nameOf(code) })}
            onClick={() => onRemove(code)}
          >
            {nameOf(code)} <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
