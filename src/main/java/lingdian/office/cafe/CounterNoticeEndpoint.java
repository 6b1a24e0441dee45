package lingdian.office.cafe;

import io.vertx.core.Future;
import java.util.List;
import lingdian.access.account.Refused;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.office.document.OfficeStore;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code GET /cafes/{placeCode}/notice}: the notice to print for the café's counter. */
final class CounterNoticeEndpoint {
    private final OfficeContext office;
    private final CafeReportStore reports = new CafeReportStore();
    private final OfficeStore offices = new OfficeStore();

    CounterNoticeEndpoint(OfficeContext office) {
        this.office = office;
    }

    public Future<Reply> page(AuthorisedCall call) {
        var only = new CafeReportStore.Filter(null, List.of(call.placeCode()), null);
        return office.scoped()
                .read(call.account(), client -> reports.configured(client, only, 1))
                .map(found -> found.stream().findFirst().orElseThrow(Refused::unknown))
                .compose(cafe -> office.reads()
                        .one(
                                call.done(Action.READ_CAFE)
                                        .on(Subject.of(cafe.placeCode()))
                                        .inRegion(cafe.region()),
                                cafe))
                .compose(cafe -> offices.contacts(office.pool(), cafe.region())
                        .map(competent -> Reply.page(CounterNotice.html(cafe, competent), CounterNotice.POLICY)));
    }
}
