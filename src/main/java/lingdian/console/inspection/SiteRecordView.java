package lingdian.console.inspection;

import java.util.List;
import lingdian.console.inspection.SiteRecordForm.Wrong;
import lingdian.office.inspection.SiteRecordDetail;

/**
 * The page of what was found in one café.
 *
 * @param path of the page
 * @param refused what was not accepted; empty where everything was
 * @param moved whether somebody was faster
 */
record SiteRecordView(
        String path, String cafe, SiteRecordDetail record, SiteRecordForm form, List<Wrong> refused, boolean moved) {
    SiteRecordView {
        refused = List.copyOf(refused);
    }

    boolean isWrong(String field) {
        return refused.stream().anyMatch(one -> one.field().equals(field));
    }

    /** A record with more seats than the page takes would lose them. */
    boolean isWritable() {
        return !record.signed() && !record.readOnly() && record.seats().size() <= SiteRecordForm.SEATS_MAX;
    }

    /** Whether there is something to sign, and the reader's office signs it. */
    boolean isSignable() {
        return record.version() > 0 && !record.signed() && !record.readOnly();
    }

    boolean isSignedByCafe() {
        return record.signatures().stream().anyMatch(one -> !one.as().equals("officer"));
    }

    @Override
    public String toString() {
        return "SiteRecordView"; // what was found may name people
    }
}
