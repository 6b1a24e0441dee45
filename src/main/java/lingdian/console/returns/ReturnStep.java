package lingdian.console.returns;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import lingdian.office.returns.ReturnDetail;
import lingdian.office.returns.ReturnDetail.Column;
import lingdian.office.returns.ReturnDetail.County;

/** What is to be done next about a return: by the county that submits it, or by the region above that reads it. */
enum ReturnStep {
    // Read by the county itself.
    RUNNING,
    DUE,
    SUBMITTED,
    CORRECTED,
    CHANGED,

    // Read by a region above.
    COUNTY_RUNNING,
    COUNTY_DUE,
    COUNTY_SUBMITTED,
    COUNTY_CHANGED,

    // The sum of a region.
    SUM_EMPTY,
    SUM_RUNNING,
    SUM_INCOMPLETE,
    SUM_CHANGED,
    SUM_CORRECTED,
    SUM_COMPLETE;

    /** @param own whether the reader is of the county that submits it */
    static ReturnStep of(ReturnDetail found, boolean own) {
        if (found.sum()) {
            return ofSum(found);
        }
        boolean changed = found.columns().stream().anyMatch(Column::changed);
        if (found.submissions().isEmpty()) {
            return found.period().over() ? (own ? DUE : COUNTY_DUE) : own ? RUNNING : COUNTY_RUNNING;
        }
        if (changed) {
            return own ? CHANGED : COUNTY_CHANGED;
        }
        return !own ? COUNTY_SUBMITTED : found.submissions().size() > 1 ? CORRECTED : SUBMITTED;
    }

    private static ReturnStep ofSum(ReturnDetail found) {
        List<County> counties = found.counties();
        if (counties.isEmpty()) {
            return SUM_EMPTY;
        }
        if (counties.stream().anyMatch(ReturnStep::isMissing)) {
            return found.period().over() ? SUM_INCOMPLETE : SUM_RUNNING;
        }
        if (counties.stream().anyMatch(ReturnStep::hasChanged)) {
            return SUM_CHANGED;
        }
        return counties.stream().anyMatch(ReturnStep::isCorrected) ? SUM_CORRECTED : SUM_COMPLETE;
    }

    /** The end of the keys of its texts. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Which counties of a sum it is about. */
    List<County> about(List<County> counties) {
        Predicate<County> about = switch (this) {
            case SUM_RUNNING, SUM_INCOMPLETE -> ReturnStep::isMissing;
            case SUM_CHANGED -> ReturnStep::hasChanged;
            case SUM_CORRECTED -> ReturnStep::isCorrected;
            default -> county -> false;
        };
        return counties.stream().filter(about).toList();
    }

    /** Whether the reader may submit now, and has a reason to. */
    boolean leadsToSubmission() {
        return this == DUE || this == CHANGED;
    }

    /** Whether the figures are those that the region above reports. */
    boolean leadsToWorkbook() {
        return this == SUM_CHANGED || this == SUM_CORRECTED || this == SUM_COMPLETE;
    }

    boolean leadsToSum() {
        return name().startsWith("COUNTY_");
    }

    private static boolean isMissing(County county) {
        return county.submission() == null;
    }

    private static boolean hasChanged(County county) {
        return county.changed() > 0;
    }

    private static boolean isCorrected(County county) {
        return county.submission() != null && county.submission().version() > 1;
    }
}
