package lingdian.law.course;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The kinds of documents of a case. */
public enum DocumentKind {
    INSPECTION_RECORD,
    RECTIFICATION_ORDER,
    INTERVIEW_NOTICE,
    INTERVIEW_RECORD,
    EVIDENCE_PRESERVATION,
    PRIOR_NOTICE,
    SPOT_DECISION,
    DECISION,
    SERVICE_RECEIPT,
    TRANSFER_LETTER,
    COMPLAINT_FORM,
    CLOSING_REPORT;

    /** The kind of this word; empty if there is none. */
    public static Optional<DocumentKind> of(String wire) {
        return Arrays.stream(values()).filter(kind -> kind.wire().equals(wire)).findFirst();
    }

    /** The word in JSON and in {@code casework.yaml}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
