package lingdian.record.evidence;

import java.util.List;
import lingdian.domain.region.Scope;

/** For whom an evidence bundle is made, and what it leaves out for that reader (handbook, evidence.md). */
public enum BundleReader {
    /** The authorities. What lies outside their region is not in the violation that they are shown. */
    OFFICE(List.of()),
    /** The café's operator, who needs the proof to answer a finding (陈述申辩), and nothing of an officer's work. */
    CAFE(List.of("other-cafes", "inspections"));

    private final List<String> leftOut;

    BundleReader(List<String> leftOut) {
        this.leftOut = leftOut;
    }

    public static BundleReader of(Scope reader) {
        return reader.isOperators() ? CAFE : OFFICE;
    }

    /** What its manifest names as left out. */
    List<String> leftOut() {
        return leftOut;
    }
}
