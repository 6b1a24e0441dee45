package lingdian.console.morning;

import lingdian.office.casework.CaseDetail;

/**
 * A case of the night that nobody has accepted.
 *
 * @param since when the earliest of what goes on began, as the browser reads it; empty where nothing goes on
 * @param lasted how long that is, until the browser counts on
 */
record UnacceptedCase(CaseDetail detail, String cafe, String summary, String since, String lasted) {
    String path() {
        return "/cases/" + detail.id();
    }

    @Override
    public String toString() {
        return "UnacceptedCase[" + detail.id() + "]"; // names do not belong in a log
    }
}
