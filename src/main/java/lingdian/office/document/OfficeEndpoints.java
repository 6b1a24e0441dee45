package lingdian.office.document;

import io.vertx.core.Future;
import java.time.temporal.ChronoUnit;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.Reply;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code /offices}: what documents say of the office that issues them. */
final class OfficeEndpoints {
    private final OfficeContext office;
    private final OfficeStore store;

    OfficeEndpoints(OfficeContext office, OfficeStore store) {
        this.office = office;
        this.store = store;
    }

    public Future<Reply> get(AuthorisedCall call) {
        RegionCode region = region(call);
        return office.scoped()
                .read(call.account(), client -> store.find(client, region, authority(call)))
                .map(found -> Reply.ok(found.orElseThrow(Refused::unknown).json()));
    }

    public Future<Reply> put(AuthorisedCall call) {
        RegionCode region = region(call);
        Authority authority = authority(call);
        var entry = new OfficeEntry(
                region,
                authority,
                OfficeEntry.profile(authority, call.body()),
                1,
                call.account().id(),
                office.clock().instant().truncatedTo(ChronoUnit.MICROS));
        return office.changes()
                .change(
                        connection -> store.put(connection, entry, call.body().getInteger("version")),
                        call.done(Action.CHANGE_OFFICE)
                                .on(Subject.of(Subject.Kind.OFFICE, region + "/" + authority.wire()))
                                .inRegion(region))
                .compose(put -> get(call));
    }

    /** The office must be of one's own authority, in one's own region or below. */
    private static RegionCode region(AuthorisedCall call) {
        Scope scope = call.scope();
        RegionCode region = new RegionCode(call.path("region"));
        if (scope.authority() != authority(call) || !scope.region().covers(region)) {
            throw Refused.unknown();
        }
        return region;
    }

    private static Authority authority(AuthorisedCall call) {
        return Authority.of(call.path("authority"));
    }
}
