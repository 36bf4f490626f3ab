// One part of the pipeline: how it is, in a word, a sentence and figures.
import type { ReactNode } from "react";
import { useWords } from "../i18n/context";
import type { TextKey } from "../i18n/en";

interface PartProps {
  name: string;
  status: string;
  detail: string;
  /** What is said in place of the status. */
  badge?: string;
  /** Whether the detail is in the server's own words, which are English. */
  isEnglish?: boolean;
  figures?: readonly (readonly [string, string])[];
  children?: ReactNode;
}

export function Part(props: PartProps) {
  const { t } = useWords();
  const { name, status, detail, badge, isEnglish = true, figures = [], children } = props;
  return (
    <li className={`part is-${status}`}>
      <h3>
        {name} <span className="badge">{badge ?? t(`state_${status}` as TextKey)}</span>
      </h3>
      {detail && <p lang={isEnglish ? "en" : undefined}>{detail}</p>}
      <dl>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {children}
    </li>
  );
}
