package lingdian.console.returns;

import java.util.List;
import lingdian.law.returns.ReturnPeriod;
import lingdian.office.returns.ReturnSummary;

/**
 * The periods of a year.
 *
 * @param thisYear the last one of which a period has begun
 * @param county whether the reader's region submits, and does not sum up
 */
record ReturnList(int year, int thisYear, boolean county, List<ReturnSummary> periods) {
    ReturnList {
        periods = List.copyOf(periods);
    }

    String path(ReturnSummary one) {
        return "/returns/" + one.period().name();
    }

    /** Empty where there is none. */
    String before() {
        return year <= ReturnPeriod.FIRST_YEAR ? "" : "/returns?year=" + (year - 1);
    }

    String after() {
        return year >= thisYear ? "" : "/returns?year=" + (year + 1);
    }
}
