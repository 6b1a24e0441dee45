package lingdian.console.approval;

import java.util.Objects;
import lingdian.console.frame.PageCall;
import lingdian.office.approval.WaitingApprovals;
import lingdian.office.audit.CosigningKeySummary;
import lingdian.office.disclosure.LegalHoldDetail;
import lingdian.office.disclosure.RecordRequestDetail;
import lingdian.office.disclosure.UnmaskingDetail;

/**
 * One thing that waits.
 *
 * @param kind as in the address of its form and the keys of its texts
 * @param id empty where it is decided on a page of its own
 * @param about what it is about, such as a café and a period; may be empty
 * @param who asked; may be empty
 * @param reason that was given; may be empty
 * @param state {@code pending}, or what became of the reader's own request
 * @param why a second person must decide; may be empty
 * @param until when it lapses; may be empty
 * @param path of the page that shows more; may be empty
 */
record ApprovalLine(
        String kind,
        String id,
        String about,
        String who,
        String reason,
        String state,
        String why,
        String until,
        String path) {
    static ApprovalLine of(PageCall call, UnmaskingDetail one) {
        return new ApprovalLine(
                "unmasking",
                one.id().toString(),
                "",
                one.askedByName(),
                one.reason(),
                one.state(),
                Objects.requireNonNullElse(one.secondPerson(), ""),
                call.moment(one.expiresAt()),
                "/violations/" + one.violation());
    }

    /** @param cafe its name */
    static ApprovalLine of(PageCall call, RecordRequestDetail one, String cafe) {
        return new ApprovalLine(
                "record-request",
                one.id().toString(),
                cafe + " · " + call.moment(one.from()) + " – " + call.moment(one.to()),
                one.askedByName(),
                one.reason(),
                one.state(),
                "",
                call.moment(one.expiresAt()),
                "/record-requests");
    }

    /** @param about the café's name, or that of the region */
    static ApprovalLine of(LegalHoldDetail one, String about) {
        return new ApprovalLine(
                "legal-hold",
                one.id().toString(),
                about + " · " + one.from() + " – " + one.to(),
                "",
                one.lifting().map(LegalHoldDetail.Lifting::reason).orElse(""),
                "pending",
                "",
                "",
                "/legal-holds");
    }

    static ApprovalLine of(CosigningKeySummary one) {
        return new ApprovalLine(
                "cosigning-key",
                one.id().toString(),
                one.algorithm() + " " + one.fingerprint(),
                "",
                "",
                "pending",
                "",
                "",
                "");
    }

    /** @param about the café and the rule */
    static ApprovalLine of(PageCall call, WaitingApprovals.Objection one, String about) {
        return new ApprovalLine(
                "objection",
                "",
                about,
                "",
                "",
                "pending",
                "",
                call.moment(one.at()),
                "/violations/" + one.violation() + "#objections");
    }

    /** Whether there is a button to say no. */
    boolean canBeRefused() {
        return switch (kind) {
            case "unmasking", "record-request", "legal-hold" -> true;
            default -> false;
        };
    }

    @Override
    public String toString() {
        return "ApprovalLine[" + kind + ", " + id + "]"; // a reason is free text
    }
}
