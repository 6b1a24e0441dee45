package lingdian.law.course;

import java.util.Locale;

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

    /** The word in JSON and in {@code casework.yaml}. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
