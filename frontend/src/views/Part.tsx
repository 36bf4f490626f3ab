// One part of the pipeline: how it is, in a word, a sentence and figures.
import type { ReactNode } from "react";

interface PartProps {
  name: string;
  status: string;
  detail: string;
  /** What is said in place of the status. */
  badge?: string;
  figures?: readonly (readonly [string, string])[];
  children?: ReactNode;
}

export function Part({ name, status, detail, badge, figures = [], children }: PartProps) {
  return (
    <li className={`part is-${status}`}>
      <h3>
        {name} <span className="badge">{badge ?? status}</span>
      </h3>
      <p>{detail}</p>
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
