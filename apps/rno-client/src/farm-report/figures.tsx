import classes from './farm-report.module.css';

/** A few numbers with their names, to be taken in at a glance. */
export function Figures({
  figures,
  isDense = false,
}: {
  readonly figures: readonly { readonly name: string; readonly value: string }[];
  /** Where there are many. */
  readonly isDense?: boolean;
}) {
  return (
    <dl className={classes.figures} data-is-dense={isDense}>
      {figures.map(({ name, value }) => (
        <div key={name} className={classes.figure}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
