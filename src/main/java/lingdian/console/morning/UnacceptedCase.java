package lingdian.console.morning;

import lingdian.console.frame.GoingOn;
import lingdian.office.casework.CaseDetail;

/** A case of the night that nobody has accepted. */
record UnacceptedCase(CaseDetail detail, String cafe, String summary, GoingOn going) {
    String path() {
        return "/cases/" + detail.id();
    }

    @Override
    public String toString() {
        return "UnacceptedCase[" + detail.id() + "]"; // names do not belong in a log
    }
}
