package lingdian.office.complaint;

import lingdian.office.api.Feature;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Operations;
import lingdian.office.api.TableSource;
import lingdian.office.cafe.CafeStore;
import lingdian.office.calendar.PresentCalendar;

/** Complaints about cafés. */
public final class ComplaintOperations implements Feature {
    private final ComplaintEndpoints complaints;

    /** @param calendar of working days */
    public ComplaintOperations(OfficeContext office, CafeStore cafes, PresentCalendar calendar) {
        var store = new ComplaintStore();
        var texts = new ComplaintTextStore(office.vertx(), office.vault());
        var service = new ComplaintService(office.pool(), office.changes(), store, texts, calendar, office.clock());
        complaints = new ComplaintEndpoints(
                office.scoped(), cafes, store, texts, service, office.reads(), office.clock(), office.ids());
    }

    @Override
    public void serve(Operations operations) {
        operations
                .serveList("listComplaints", complaints::list, new TableSource(ComplaintTable.TABLE, complaints::count))
                .serve("registerComplaint", complaints::register)
                .serve("tallyComplaints", complaints::tally)
                .serve("getComplaint", complaints::one)
                .serve("getReporter", complaints::reporter)
                .serve("actOnComplaint", complaints::act);
    }
}
