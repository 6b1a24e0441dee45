package lingdian.office.roster;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import lingdian.access.account.Refused;
import lingdian.domain.Authority;
import lingdian.domain.RegionCode;
import lingdian.domain.region.Scope;
import lingdian.feed.escalation.Contact;
import lingdian.office.api.AuthorisedCall;
import lingdian.office.api.OfficeContext;
import lingdian.office.api.OwnPassword;
import lingdian.office.api.Reply;
import lingdian.record.accesslog.AccessEntry;
import lingdian.record.accesslog.Action;
import lingdian.record.accesslog.Subject;

/** {@code /regions/{code}/roster}: who is on duty in one's own office. Each sight is in the access log, because it has numbers of persons. */
final class RosterEndpoints {
    private final OfficeContext office;
    private final OwnPassword password;
    private final RosterForm form;
    private final RosterStore store;

    RosterEndpoints(OfficeContext office, OwnPassword password, RosterForm form) {
        this.office = office;
        this.password = password;
        this.form = form;
        this.store = new RosterStore(office.texts());
    }

    public Future<Reply> get(AuthorisedCall call) {
        return present(call)
                .compose(roster -> office.reads().one(entry(call, Action.READ_ROSTER), roster))
                .compose(roster -> reply(call, roster));
    }

    private Future<Reply> reply(AuthorisedCall call, Roster roster) {
        return password.isAsked(call)
                .map(asks -> Reply.ok(roster.json(form.kinds()).put("asksPassword", asks)));
    }

    /** Messages to a contact go on after the session, so a person is asked for the password before there is a new one. */
    public Future<Reply> put(AuthorisedCall call) {
        Instant now = office.clock().instant().truncatedTo(ChronoUnit.MICROS);
        return present(call).compose(before -> {
            Integer seen = call.body().getInteger("version");
            if (seen != null && seen != before.version()) {
                throw moved();
            }
            List<Duty> duties = form.read(call.body(), before.duties(), now, office.ids());
            Future<Void> known = isKnown(before, duties) ? Future.succeededFuture() : password.check(call);
            return known.compose(checked -> office.changes()
                            .change(
                                    connection -> store.put(
                                                    connection,
                                                    before.region(),
                                                    before.authority(),
                                                    duties,
                                                    call.account().id(),
                                                    now)
                                            .map(version -> {
                                                if (version != before.version() + 1) {
                                                    throw moved();
                                                }
                                                return null;
                                            }),
                                    entry(call, Action.CHANGE_ROSTER).with("duties", duties.size())))
                    .compose(done -> reply(
                            call, new Roster(before.region(), before.authority(), before.version() + 1, true, duties)));
        });
    }

    /** Whether each contact is on the present roster, of whomever; a new secret alone sends nothing elsewhere. */
    private static boolean isKnown(Roster present, List<Duty> duties) {
        List<Contact> known = present.duties().stream()
                .flatMap(duty -> duty.contacts().stream())
                .toList();
        return duties.stream()
                .flatMap(duty -> duty.contacts().stream())
                .allMatch(contact -> known.stream().anyMatch(contact::reachesAs));
    }

    private Future<Roster> present(AuthorisedCall call) {
        RegionCode region = region(call);
        Authority authority = Objects.requireNonNull(call.scope().authority(), "only regulators may call");
        return office.scoped()
                .read(call.account(), client -> store.find(client, region, authority))
                .map(found ->
                        found.stream().findFirst().orElseGet(() -> new Roster(region, authority, 0, false, List.of())))
                .compose(roster ->
                        store.isInForce(office.pool(), region, authority).map(roster::inForce));
    }

    /** Contacts are seen by their office alone, not by one above or below it. */
    private static RegionCode region(AuthorisedCall call) {
        Scope scope = call.scope();
        var region = new RegionCode(call.path("code"));
        if (!scope.region().equals(region)) {
            throw Refused.unknown();
        }
        return region;
    }

    private static lingdian.platform.http.Problem.Thrown moved() {
        return Refused.coded(409, "moved", "The roster has been changed in the meantime: read it again.");
    }

    private static AccessEntry entry(AuthorisedCall call, Action action) {
        RegionCode region = call.scope().region();
        return call.done(action).on(Subject.of(region)).inRegion(region);
    }
}
