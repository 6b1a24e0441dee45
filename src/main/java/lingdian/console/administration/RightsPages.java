package lingdian.console.administration;

import io.vertx.core.Future;
import java.util.List;
import lingdian.console.frame.Divisions;
import lingdian.console.frame.PageCall;
import lingdian.console.frame.PageRouter;
import lingdian.console.frame.Section;
import lingdian.office.account.AccountCalls;
import lingdian.office.account.AccountDetail;

/** {@code /administration/rights}: who may see what, as the API's document says, and which account is one of those. */
final class RightsPages {
    private static final int AT_ONCE = 50;

    private final Divisions divisions;

    RightsPages(Divisions divisions) {
        this.divisions = divisions;
    }

    void mountOn(PageRouter pages) {
        pages.get(AdministrationPages.PATH + "/rights", this::show);
    }

    private Future<Void> show(PageCall call) {
        String part = call.query("q");
        return call.ask(AccountCalls.list(part, call.query("cursor"), AT_ONCE))
                .compose(found -> call.show(
                        "administration/rights-table",
                        Section.ADMINISTRATION,
                        new RightsView(
                                part,
                                found.items().stream()
                                        .filter(one -> one.endedAt() == null)
                                        .map(this::line)
                                        .toList(),
                                found.next() == null ? null : call.pathWith("cursor", found.next()),
                                Sight.all(call))));
    }

    private RightsView.Line line(AccountDetail account) {
        return new RightsView.Line(account, where(account));
    }

    /** Where an account sees something; empty: everywhere. */
    private List<String> where(AccountDetail account) {
        return account.region().isEmpty()
                ? account.placeCodes()
                : List.of(account.region() + " " + divisions.name(account.region()));
    }
}
