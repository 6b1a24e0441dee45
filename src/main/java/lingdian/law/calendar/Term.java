package lingdian.law.calendar;

/** A length of time as a law sets it: seven working days, 24 hours, three months. */
public record Term(int n, Unit unit) {
    /** What is counted; the names are the words of {@code config/casework.yaml}. */
    public enum Unit {
        /** Working days (工作日). */
        WD(1_000),
        /** Natural days (自然日). */
        D(3_660),
        H(8_760),
        /** Months of the calendar; a year is twelve. */
        MONTH(120);

        private final int most;

        Unit(int most) {
            this.most = most;
        }
    }

    public Term {
        if (n < 1 || n > unit.most) {
            throw new IllegalArgumentException("n: must be from 1 to " + unit.most);
        }
    }
}
