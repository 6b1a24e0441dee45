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

    /**
     * Whether a café is served it. Papers between offices, and the record of what one person said, are never shown to a café, whatever a
     * receipt names.
     */
    public boolean isServedOnCafes() {
        return switch (this) {
            case INSPECTION_RECORD,
                    RECTIFICATION_ORDER,
                    INTERVIEW_NOTICE,
                    EVIDENCE_PRESERVATION,
                    PRIOR_NOTICE,
                    SPOT_DECISION,
                    DECISION -> true;
            case INTERVIEW_RECORD, SERVICE_RECEIPT, TRANSFER_LETTER, COMPLAINT_FORM, CLOSING_REPORT -> false;
        };
    }

    /** Whether it says what a penalty is. */
    public boolean isDecision() {
        return this == SPOT_DECISION || this == DECISION;
    }

    /** The word in JSON and in {@code casework.yaml}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
